package io.bcda.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** Reads the trail. Whoever offers that to people appends who read it. */
@Repository
public class AuditLog {
  private static final int AT_ONCE = 1000;
  private static final String SELECT =
      """
      SELECT id, at, kind, aco, client_id, subject, address, outcome FROM audit_event WHERE 1 = 1
      """;
  private static final String LIMIT = " FETCH FIRST :limit ROWS ONLY";
  private final NamedParameterJdbcTemplate db;

  AuditLog(NamedParameterJdbcTemplate db) {
    this.db = db;
  }

  /**
   * Events, newest first.
   *
   * @param before only those with a smaller id
   */
  public List<AuditEntry> newest(AuditQuery query, OptionalLong before, int limit) {
    MapSqlParameterSource values = values(query).addValue("limit", limit);
    before.ifPresent(id -> values.addValue("id", id));
    String bound = before.isPresent() ? " AND id < :id" : "";
    return db.query(
        SELECT + conditions(query) + bound + " ORDER BY id DESC" + LIMIT,
        values,
        (rs, i) -> entry(rs));
  }

  /** Hands out all events, oldest first, however many they are. */
  public void each(AuditQuery query, Consumer<AuditEntry> to) {
    String sql = SELECT + conditions(query) + " AND id > :id ORDER BY id" + LIMIT;
    long last = Long.MIN_VALUE;
    List<AuditEntry> some;
    do {
      MapSqlParameterSource values = values(query).addValue("limit", AT_ONCE).addValue("id", last);
      some = db.query(sql, values, (rs, i) -> entry(rs));
      for (AuditEntry entry : some) {
        to.accept(entry);
        last = entry.id();
      }
    } while (some.size() == AT_ONCE);
  }

  private static String conditions(AuditQuery query) {
    return (query.kind().isPresent() ? " AND kind = :kind" : "")
        + (query.aco().isPresent() ? " AND aco = :aco" : "")
        + (query.client().isPresent() ? " AND (client_id = :client OR subject = :client)" : "")
        + (query.from().isPresent() ? " AND at >= :from" : "")
        + (query.to().isPresent() ? " AND at < :to" : "");
  }

  private static MapSqlParameterSource values(AuditQuery query) {
    MapSqlParameterSource values = new MapSqlParameterSource();
    query.kind().ifPresent(kind -> values.addValue("kind", kind.name()));
    query.aco().ifPresent(aco -> values.addValue("aco", aco));
    query.client().ifPresent(client -> values.addValue("client", client));
    query.from().ifPresent(from -> values.addValue("from", utc(from)));
    query.to().ifPresent(to -> values.addValue("to", utc(to)));
    return values;
  }

  private static AuditEntry entry(ResultSet rs) throws SQLException {
    return new AuditEntry(
        rs.getLong("id"),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        AuditKind.valueOf(rs.getString("kind")),
        Optional.ofNullable(rs.getString("aco")),
        Optional.ofNullable(rs.getString("client_id")),
        Optional.ofNullable(rs.getString("subject")),
        Optional.ofNullable(rs.getString("address")),
        rs.getString("outcome"));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
