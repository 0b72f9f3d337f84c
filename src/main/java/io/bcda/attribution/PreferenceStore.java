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
