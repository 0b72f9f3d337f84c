package io.bcda.attribution;

import io.bcda.attribution.Participation.Bound;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Which ACOs' participation has ended, and since when the server knows: table participation. What
 * is written goes into the caller's transaction.
 */
@Repository
class ParticipationStore {
  private static final String FIND =
      "SELECT ended_on, roster_bounded, claims_bounded FROM participation p WHERE p.aco = :aco AND ";
  private final NamedParameterJdbcTemplate db;
  private final KnowledgeSql knowledge;

  ParticipationStore(NamedParameterJdbcTemplate db, KnowledgeSql knowledge) {
    this.db = db;
    this.knowledge = knowledge;
  }

  /** How the ACO's participation ended; empty while it goes on. */
  Optional<Participation> now(String aco) {
    return find("p.to_xid IS NULL", new MapSqlParameterSource("aco", aco));
  }

  /** The same, as far as was known at a snapshot. */
  Optional<Participation> at(String aco, Snapshot snapshot) {
    return find(
        knowledge.visible("p", "snapshot"),
        new MapSqlParameterSource("aco", aco).addValue("snapshot", snapshot.value()));
  }

  private Optional<Participation> find(String condition, MapSqlParameterSource values) {
    return db.query(FIND + condition, values, (rs, i) -> participation(rs)).stream().findFirst();
  }

  /** Sets how it ended, or that it goes on. The ACO is locked by the caller. */
  void set(String aco, Optional<Participation> ended) {
    String stamp = knowledge.now();
    db.update(
        "UPDATE participation SET to_xid = " + stamp + " WHERE aco = :aco AND to_xid IS NULL",
        Map.of("aco", aco));
    ended.ifPresent(
        participation ->
            db.update(
                "INSERT INTO participation (aco, ended_on, roster_bounded, claims_bounded, from_xid)"
                    + " VALUES (:aco, :endedOn, :roster, :claims, "
                    + stamp
                    + ")",
                Map.of(
                    "aco",
                    aco,
                    "endedOn",
                    participation.endedOn(),
                    "roster",
                    participation.attribution() == Bound.ENDED,
                    "claims",
                    participation.claims() == Bound.ENDED)));
  }

  private static Participation participation(ResultSet rs) throws SQLException {
    return new Participation(
        rs.getObject("ended_on", LocalDate.class),
        bound(rs.getBoolean("roster_bounded")),
        bound(rs.getBoolean("claims_bounded")));
  }

  private static Bound bound(boolean bounded) {
    return bounded ? Bound.ENDED : Bound.LATEST;
  }
}
