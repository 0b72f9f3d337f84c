package io.bcda.attribution;

import io.bcda.store.KnowledgeSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;

/**
 * What people told 1-800-MEDICARE, and since when the server knows: tables preference_file and
 * preference. What is written goes into the caller's transaction.
 */
@Repository
class PreferenceStore {
  private static final int MANY = 10_000;
  private static final List<String> COLUMNS =
      List.of("file_id", "mbi", "effective", "share", "from_xid");
  private static final String IN_FORCE =
      """
      SELECT p.id, p.file_time, p.preferences,
             (SELECT COUNT(*) FROM preference o WHERE o.file_id = p.id AND NOT o.share) AS opt_outs
        FROM preference_file p
       WHERE p.delivery_id = :delivery AND p.to_xid IS NULL
      """;

  // What a file ended when it came first. On H2 several transactions have one stamp: of several
  // files of one time the last one was there.
  private static final String CORRECTED =
      """
      SELECT c.id FROM preference_file f
        JOIN preference_file c ON c.file_time = f.file_time AND c.to_xid = f.from_xid
        JOIN delivery d ON d.id = c.delivery_id AND d.outcome = 'LOADED'
       WHERE f.id = (SELECT MIN(id) FROM preference_file WHERE delivery_id = :delivery)
       ORDER BY c.id DESC
      """;
  private static final String FILE_AGAIN =
      """
      INSERT INTO preference_file (delivery_id, file_time, preferences, loaded_at, from_xid)
      SELECT delivery_id, file_time, preferences, loaded_at, %s
        FROM preference_file WHERE id = :former
      """;
  private static final String PREFERENCES_AGAIN =
      """
      INSERT INTO preference (file_id, mbi, effective, share, from_xid)
      SELECT :file, mbi, effective, share, %s FROM preference WHERE file_id = :former
      """;

  /** A file while its preferences count. */
  record FileInForce(long id, long delivery, Instant fileTime, int preferences, int optOuts) {}

  private final NamedParameterJdbcTemplate db;
  private final KnowledgeSql knowledge;

  PreferenceStore(NamedParameterJdbcTemplate db, KnowledgeSql knowledge) {
    this.db = db;
    this.knowledge = knowledge;
  }

  /** Reads preferences from somewhere and hands each to the sink. */
  @FunctionalInterface
  interface Source {
    PreferenceFile.Read read(PreferenceSink sink) throws IOException;
  }

  /** Adds a file whose preferences are still to come. Returns its id. */
  long add(DeliveryStore.Received delivery, Instant fileTime) {
    KeyHolder key = new GeneratedKeyHolder();
    db.update(
        "INSERT INTO preference_file (delivery_id, file_time, preferences, loaded_at, from_xid)"
            + " VALUES (:delivery, :fileTime, 0, :loadedAt, "
            + knowledge.now()
            + ")",
        new MapSqlParameterSource()
            .addValue("delivery", delivery.id())
            .addValue("fileTime", utc(fileTime))
            .addValue("loadedAt", utc(delivery.at())),
        key,
        new String[] {"id"});
    return key.getKeyAs(Number.class).longValue();
  }

  /** Writes a file's preferences while they are read. */
  PreferenceFile.Read write(long file, Source source) {
    String stamp =
        db.queryForObject(
            "SELECT CAST(" + knowledge.now() + " AS VARCHAR)", Map.of(), String.class);
    return db.getJdbcTemplate()
        .execute((Connection connection) -> written(connection, file, stamp, source));
  }

  private static PreferenceFile.Read written(
      Connection connection, long file, String stamp, Source source) {
    try (BulkRows rows = BulkRows.on(connection, "preference", COLUMNS)) {
      PreferenceFile.Read read =
          source.read(p -> rows.row(file, p.mbi(), p.effective(), p.share(), stamp));
      rows.finish();
      return read;
    } catch (SQLException e) {
      throw BulkRows.failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Says how many came, and ends what a file of the same time said.
   *
   * @return whether there was such a file, which this one corrects
   */
  boolean putInForce(long file, Instant fileTime, long preferences) {
    String stamp = knowledge.now();
    AttributionLatch.take(db);
    db.update(
        "UPDATE preference_file SET preferences = :preferences WHERE id = :file",
        Map.of("preferences", preferences, "file", file));
    List<Long> corrected =
        db.queryForList(
            "SELECT id FROM preference_file"
                + " WHERE file_time = :fileTime AND id <> :file AND to_xid IS NULL",
            Map.of("fileTime", utc(fileTime), "file", file),
            Long.class);
    corrected.forEach(former -> end(former, stamp));
    if (preferences >= MANY) {
      BulkRows.analyze(db.getJdbcTemplate(), "preference");
    }
    return !corrected.isEmpty();
  }

  /**
   * The file of a delivery whose preferences count now; they do so until the transaction ends,
   * unless its owner changes that. Empty if they count no more, or it is no delivery of such.
   */
  Optional<FileInForce> holdInForce(long delivery) {
    knowledge.now(); // before any row is held
    AttributionLatch.take(db);
    return db
        .query(
            IN_FORCE,
            Map.of("delivery", delivery),
            (rs, i) ->
                new FileInForce(
                    rs.getLong("id"),
                    delivery,
                    rs.getObject("file_time", OffsetDateTime.class).toInstant(),
                    rs.getInt("preferences"),
                    rs.getInt("opt_outs")))
        .stream()
        .findFirst();
  }

  /** Ends what a file says that is held in force. */
  void end(FileInForce held) {
    end(held.id(), knowledge.now());
  }

  /**
   * Lets the file that one corrected count again; not one that was rolled back itself. Its rows are
   * written anew, for those that ended must stay as they were known. To be called once the delivery
   * of the correction is rolled back.
   *
   * @return the delivery of the corrected file; empty if it corrected none
   */
  Optional<Long> putCorrectedBack(FileInForce correction) {
    Optional<Long> corrected =
        db.queryForList(CORRECTED, Map.of("delivery", correction.delivery()), Long.class).stream()
            .findFirst();
    corrected.ifPresent(this::beginAgain);
    return corrected.map(this::deliveryOf);
  }

  private void beginAgain(long former) {
    KeyHolder key = new GeneratedKeyHolder();
    db.update(
        FILE_AGAIN.formatted(knowledge.now()),
        new MapSqlParameterSource("former", former),
        key,
        new String[] {"id"});
    db.update(
        PREFERENCES_AGAIN.formatted(knowledge.now()),
        Map.of("former", former, "file", key.getKeyAs(Number.class).longValue()));
  }

  private long deliveryOf(long file) {
    return db.queryForList(
            "SELECT delivery_id FROM preference_file WHERE id = :file",
            Map.of("file", file),
            Long.class)
        .get(0);
  }

  private void end(long file, String stamp) {
    Map<String, Object> id = Map.of("file", file);
    db.update("UPDATE preference_file SET to_xid = " + stamp + " WHERE id = :file", id);
    db.update(
        "UPDATE preference SET to_xid = " + stamp + " WHERE file_id = :file AND to_xid IS NULL",
        id);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
