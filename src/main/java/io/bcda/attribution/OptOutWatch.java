package io.bcda.attribution;

import io.bcda.store.IssuedTime;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.Watermark;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells whether somebody may have opted out since it was last asked, for those who look after what
 * was made before. Asks little, however many people there are.
 */
@Component
public class OptOutWatch {
  // Ids are drawn before a file is read, and a file with a lower one may be committed later.
  private static final String FILES =
      "SELECT count(*) || ' ' || count(to_xid) || ' ' || coalesce(max(id), 0) FROM preference_file";
  private static final String LINKS =
      """
      SELECT 1 FROM mbi_link l
       WHERE (%1$s AND NOT %2$s OR %3$s AND %4$s)
         AND EXISTS (SELECT 1 FROM preference f WHERE f.mbi = l.mbi)
       FETCH FIRST ROW ONLY
      """;

  private final Watermark watermark;
  private final KnowledgeSql knowledge;
  private final NamedParameterJdbcTemplate db;
  private final Clock clock;

  OptOutWatch(
      Watermark watermark, KnowledgeSql knowledge, NamedParameterJdbcTemplate db, Clock clock) {
    this.watermark = watermark;
    this.knowledge = knowledge;
    this.db = db;
    this.clock = clock;
  }

  /**
   * What is known at one moment.
   *
   * @param day of today, UTC: with it, preferences take effect
   * @param files of preferences, how many came and went
   * @param issued the newest time issued, by which MBIs that came and went are told apart
   */
  public record Mark(LocalDate day, String files, Optional<IssuedTime> issued) {}

  public Mark mark() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    String files = db.queryForObject(FILES, Map.of(), String.class);
    return new Mark(today, files, watermark.newest());
  }

  /**
   * Whether somebody may have opted out from one moment to another: files of preferences came or
   * went, a day began, or an MBI of which a preference tells came to a person or went. The last is
   * noticed once a time was issued, which is within a minute.
   */
  public boolean isMoved(Mark former, Mark now) {
    return !former.day().equals(now.day())
        || !former.files().equals(now.files())
        || !former.issued().equals(now.issued()) && haveLinksMoved(former.issued(), now.issued());
  }

  private boolean haveLinksMoved(Optional<IssuedTime> former, Optional<IssuedTime> now) {
    if (former.isEmpty() || now.isEmpty()) {
      return true;
    }
    if (former.get().snapshot().era() != now.get().snapshot().era()) {
      return true;
    }
    String sql =
        LINKS.formatted(
            knowledge.begunAfter("l", "former"),
            knowledge.begun("l", "former"),
            knowledge.endedAfter("l", "former"),
            knowledge.visible("l", "former"));
    Map<String, Object> values = Map.of("former", former.get().snapshot().value());
    return !db.queryForList(sql, values, Integer.class).isEmpty();
  }
}
