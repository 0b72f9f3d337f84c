package io.bcda.attribution;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** The record of deliveries, for those who look at it. */
@Repository
public class DeliveryLog {
  private static final String SELECT =
      """
      SELECT d.id, d.name, d.sha256, d.received_at, d.outcome, d.rolled_back_at, d.kind, d.aco,
             d.performance_year, d.file_time, d.members, d.detail, d.report,
             (EXISTS (SELECT 1 FROM roster r
                        JOIN roster_in_force f
                          ON f.roster_id = r.id AND f.aco = r.aco AND f.kind = r.kind
                       WHERE r.delivery_id = d.id AND f.to_xid IS NULL)
              OR EXISTS (SELECT 1 FROM preference_file p
                          WHERE p.delivery_id = d.id AND p.to_xid IS NULL)) AS in_force
        FROM delivery d
      """;
  private static final String NEWEST = " ORDER BY d.id DESC FETCH FIRST :limit ROWS ONLY";
  private final NamedParameterJdbcTemplate db;

  DeliveryLog(NamedParameterJdbcTemplate db) {
    this.db = db;
  }

  /** The newest deliveries, newest first. */
  public List<DeliveryRecord> newest(int limit) {
    return ask(NEWEST, new MapSqlParameterSource("limit", limit));
  }

  /** The newest deliveries for an ACO, newest first; refused ones too, where their names tell. */
  public List<DeliveryRecord> newest(int limit, String aco) {
    return ask(
        " WHERE d.aco = :aco" + NEWEST,
        new MapSqlParameterSource("limit", limit).addValue("aco", aco));
  }

  /**
   * Deliveries, newest first.
   *
   * @param aco only those for an ACO
   * @param before only those with a smaller id
   */
  public List<DeliveryRecord> newest(int limit, Optional<String> aco, OptionalLong before) {
    MapSqlParameterSource values =
        new MapSqlParameterSource("limit", limit).addValue("id", before.orElse(Long.MAX_VALUE));
    aco.ifPresent(id -> values.addValue("aco", id));
    return ask(" WHERE d.id < :id" + (aco.isPresent() ? " AND d.aco = :aco" : "") + NEWEST, values);
  }

  /** The newest delivery of these bytes. */
  public Optional<DeliveryRecord> newestOf(String sha256) {
    return ask(
            " WHERE d.sha256 = :sha256" + NEWEST,
            new MapSqlParameterSource("sha256", sha256).addValue("limit", 1))
        .stream()
        .findFirst();
  }

  public Optional<DeliveryRecord> find(long id) {
    return ask(" WHERE d.id = :id", new MapSqlParameterSource("id", id)).stream().findFirst();
  }

  private List<DeliveryRecord> ask(String rest, MapSqlParameterSource values) {
    return db.query(SELECT + rest, values, (rs, i) -> delivery(rs));
  }

  private static DeliveryRecord delivery(ResultSet rs) throws SQLException {
    String report = rs.getString("report");
    return new DeliveryRecord(
        rs.getLong("id"),
        rs.getString("name"),
        rs.getString("sha256"),
        rs.getObject("received_at", OffsetDateTime.class).toInstant(),
        DeliveryRecord.Outcome.valueOf(rs.getString("outcome")),
        instant(rs.getObject("rolled_back_at", OffsetDateTime.class)),
        facts(rs),
        rs.getBoolean("in_force"),
        report == null ? List.of(rs.getString("detail")) : report.lines().toList());
  }

  private static DeliveryFacts facts(ResultSet rs) throws SQLException {
    String kind = rs.getString("kind");
    return new DeliveryFacts(
        kind == null ? DeliveryKind.UNKNOWN : DeliveryKind.valueOf(kind),
        Optional.ofNullable(rs.getString("aco")),
        Optional.ofNullable(rs.getObject("performance_year", Integer.class)),
        instant(rs.getObject("file_time", OffsetDateTime.class)),
        Optional.ofNullable(rs.getObject("members", Integer.class)));
  }

  private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
