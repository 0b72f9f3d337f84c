package io.bcda.attribution;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Placed.Standing;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;

/**
 * Rosters, and which of them decides who is attributed: tables roster and roster_in_force. What is
 * written goes into the caller's transaction.
 */
@Repository
public class RosterStore {
  private static final String ROSTER =
      "r.id, r.aco, r.kind, r.performance_year, r.file_time, r.members, r.loaded_at";
  private static final String FIND = "SELECT " + ROSTER + " FROM roster r WHERE ";
  private static final String IN_FORCE =
      "SELECT f.id AS force_id, f.former_id, "
          + ROSTER
          + """
             FROM roster_in_force f JOIN roster r ON r.id = f.roster_id
            WHERE f.aco = :aco AND f.kind = :kind AND\s""";
  private static final String LOADED =
      "SELECT "
          + ROSTER
          + """
             FROM roster r JOIN delivery d ON d.id = r.delivery_id
            WHERE r.aco = :aco AND r.kind = :kind AND d.outcome = 'LOADED'
            ORDER BY r.performance_year DESC, r.file_time DESC, r.id DESC
            """;
  private static final String ADD =
      """
      INSERT INTO roster (delivery_id, aco, kind, performance_year, file_time, members, loaded_at)
      VALUES (:delivery, :aco, :kind, :year, :fileTime, 0, :loadedAt)
      """;
  private static final String COMPLETE = "UPDATE roster SET members = :members WHERE id = :id";
  private static final String FORMER_OF_FIRST_TIME =
      """
      SELECT former_id FROM roster_in_force
       WHERE id = (SELECT MIN(id) FROM roster_in_force WHERE roster_id = :roster)
      """;
  private static final String TAKEN_BACK =
      """
      SELECT COUNT(*) FROM roster r JOIN delivery d ON d.id = r.delivery_id
       WHERE r.id = :roster AND d.outcome = 'ROLLED_BACK'
      """;
  private final NamedParameterJdbcTemplate db;
  private final KnowledgeSql knowledge;
  private final AcoRegistry acos;

  RosterStore(NamedParameterJdbcTemplate db, KnowledgeSql knowledge, AcoRegistry acos) {
    this.db = db;
    this.knowledge = knowledge;
    this.acos = acos;
  }

  /** The roster in force now; whether it may still be used is for {@link RosterInForceRule}. */
  public Optional<RosterInForce> inForce(String aco, RosterKind kind) {
    return inForce("f.to_xid IS NULL", values(aco, kind));
  }

  /** The roster that was in force as far as was known at a snapshot. */
  public Optional<RosterInForce> inForceAt(String aco, RosterKind kind, Snapshot snapshot) {
    return inForce(
        knowledge.visible("f", "snapshot"),
        values(aco, kind).addValue("snapshot", snapshot.value()));
  }

  private Optional<RosterInForce> inForce(String condition, MapSqlParameterSource values) {
    return db
        .query(IN_FORCE + condition + " ORDER BY f.id DESC", values, (rs, i) -> inForce(rs))
        .stream()
        .findFirst();
  }

  /**
   * The roster that was in force before the present delivery came, as {@link #beforeDeliveryOf}.
   */
  public Optional<Roster> beforePresentDelivery(String aco, RosterKind kind) {
    return inForce(aco, kind).map(RosterInForce::roster).flatMap(this::beforeDeliveryOf);
  }

  /**
   * The roster that was in force before a roster's delivery came. A correction is the same delivery
   * as what it corrects, a roster put in force again counts from its first time, and one taken back
   * never was.
   */
  public Optional<Roster> beforeDeliveryOf(Roster present) {
    Optional<Roster> before = Optional.of(present);
    while (before.isPresent() && before.get().isSameDeliveryAs(present)) {
      before = beforeFirstTime(before.get());
    }
    return before;
  }

  public Optional<Roster> find(long id) {
    return find("r.id = :id", id);
  }

  /**
   * Number of members of a roster.
   *
   * @throws Refusal NOT_FOUND if there is no such roster
   */
  public int memberCount(long roster) {
    return find(roster)
        .map(Roster::members)
        .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "There is no roster " + roster));
  }

  /** Adds a roster whose members are still to come. Returns its id. */
  long add(long delivery, DeliveryName name, Instant fileTime, Instant loadedAt) {
    MapSqlParameterSource values =
        values(name.aco(), name.kind())
            .addValue("delivery", delivery)
            .addValue("year", name.performanceYear())
            .addValue("fileTime", OffsetDateTime.ofInstant(fileTime, ZoneOffset.UTC))
            .addValue("loadedAt", OffsetDateTime.ofInstant(loadedAt, ZoneOffset.UTC));
    KeyHolder key = new GeneratedKeyHolder();
    db.update(ADD, values, key, new String[] {"id"});
    return key.getKeyAs(Number.class).longValue();
  }

  /** Says how many members came, which makes the roster complete. */
  Roster complete(long id, int members) {
    db.update(COMPLETE, Map.of("id", id, "members", members));
    return find(id).orElseThrow();
  }

  /**
   * Puts a roster just loaded in force, unless a newer one is or it may not count. Loads and
   * roll-backs of one ACO come one after the other from here to the end of the transaction.
   *
   * @param mayCount whether a roster with a file of that time may be in force at all
   * @return where it came to stand; what was in force stays so if it is newer
   */
  Placed putInForce(Roster roster, Predicate<Instant> mayCount) {
    String stamp = serialised(roster.aco());
    Optional<RosterInForce> before = inForce(roster.aco(), roster.kind());
    Standing standing = standing(roster, before.map(RosterInForce::roster), mayCount);
    if (standing == Standing.IN_FORCE) {
      before.ifPresent(ended -> end(ended, stamp));
      begin(roster, before.map(b -> b.roster().id()).orElse(null), stamp);
    }
    return new Placed(standing, before.map(RosterInForce::roster));
  }

  private static Standing standing(
      Roster roster, Optional<Roster> before, Predicate<Instant> mayCount) {
    if (!mayCount.test(roster.fileTime())) {
      return Standing.BEYOND_PARTICIPATION;
    }
    return before.isEmpty() || roster.supersedes(before.get()) ? Standing.IN_FORCE : Standing.OLDER;
  }

  /**
   * Puts of each kind the newest roster in force that may count, or none, in the caller's
   * transaction, which holds the ACO.
   */
  void putNewestInForce(String aco, Predicate<Instant> mayCount) {
    String stamp = knowledge.now();
    for (RosterKind kind : RosterKind.values()) {
      Optional<RosterInForce> before = inForce(aco, kind);
      Optional<Roster> newest = newest(aco, kind, mayCount);
      if (!before.map(RosterInForce::roster).equals(newest)) {
        before.ifPresent(ended -> end(ended, stamp));
        newest.ifPresent(
            roster -> begin(roster, before.map(b -> b.roster().id()).orElse(null), stamp));
      }
    }
  }

  private Optional<Roster> newest(String aco, RosterKind kind, Predicate<Instant> mayCount) {
    return db.query(LOADED, values(aco, kind), (rs, i) -> roster(rs)).stream()
        .filter(roster -> mayCount.test(roster.fileTime()))
        .findFirst();
  }

  /**
   * The roster in force, which stays so until the transaction ends unless its owner changes it.
   *
   * @throws Refusal NOT_FOUND if none is in force, or there is no such ACO
   */
  RosterInForce holdInForce(String aco, RosterKind kind) {
    serialised(aco);
    return inForce(aco, kind)
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.NOT_FOUND,
                    "ACO " + aco + " has no roster of kind " + kind + " in force"));
  }

  /**
   * Takes the roster that is held in force out of force and puts the one before it back, or none if
   * there was none. A correction goes back to what it corrected.
   */
  void putFormerBack(RosterInForce held) {
    String stamp = knowledge.now();
    end(held, stamp);
    beforeFirstTime(held.roster())
        .ifPresent(
            former -> begin(former, beforeFirstTime(former).map(Roster::id).orElse(null), stamp));
  }

  /** The delivery that brought a roster. */
  long deliveryOf(Roster roster) {
    return db.queryForList(
            "SELECT delivery_id FROM roster WHERE id = :id", Map.of("id", roster.id()), Long.class)
        .get(0);
  }

  /** The roster that a delivery brought; empty if it brought none. */
  Optional<Roster> broughtBy(long delivery) {
    return find("r.delivery_id = :id", delivery);
  }

  private Optional<Roster> find(String condition, long id) {
    return db.query(FIND + condition, Map.of("id", id), (rs, i) -> roster(rs)).stream().findFirst();
  }

  // The stamp first: whoever issues a time holds the epoch before it touches any ACO's rows, so
  // that the other order could deadlock on H2.
  private String serialised(String aco) {
    String stamp = knowledge.now();
    if (!acos.lock(aco)) {
      throw new Refusal(Reason.NOT_FOUND, "There is no ACO " + aco);
    }
    return stamp;
  }

  private void end(RosterInForce ended, String stamp) {
    int rows =
        db.update(
            "UPDATE roster_in_force SET to_xid = " + stamp + " WHERE id = :id AND to_xid IS NULL",
            Map.of("id", ended.id()));
    if (rows != 1) {
      throw new IllegalStateException("roster in force " + ended.id() + " was ended by another");
    }
  }

  private void begin(Roster roster, @Nullable Long former, String stamp) {
    db.update(
        "INSERT INTO roster_in_force (aco, kind, roster_id, former_id, from_xid)"
            + " VALUES (:aco, :kind, :roster, :former, "
            + stamp
            + ")",
        values(roster.aco(), roster.kind())
            .addValue("roster", roster.id())
            .addValue("former", former, Types.BIGINT));
  }

  /** What was in force before a roster first was, without what was taken back since. */
  private Optional<Roster> beforeFirstTime(Roster roster) {
    Optional<Long> before = formerOfFirstTime(roster.id());
    while (before.isPresent() && isTakenBack(before.get())) {
      before = formerOfFirstTime(before.get());
    }
    return before.flatMap(this::find);
  }

  private boolean isTakenBack(long roster) {
    Integer count = db.queryForObject(TAKEN_BACK, Map.of("roster", roster), Integer.class);
    return count != null && count > 0;
  }

  private Optional<Long> formerOfFirstTime(long roster) {
    return db.queryForList(FORMER_OF_FIRST_TIME, Map.of("roster", roster), Long.class).stream()
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static MapSqlParameterSource values(String aco, RosterKind kind) {
    return new MapSqlParameterSource().addValue("aco", aco).addValue("kind", kind.name());
  }

  private static RosterInForce inForce(ResultSet rs) throws SQLException {
    long former = rs.getLong("former_id");
    OptionalLong formerId = rs.wasNull() ? OptionalLong.empty() : OptionalLong.of(former);
    return new RosterInForce(rs.getLong("force_id"), roster(rs), formerId);
  }

  private static Roster roster(ResultSet rs) throws SQLException {
    return new Roster(
        rs.getLong("id"),
        rs.getString("aco"),
        RosterKind.valueOf(rs.getString("kind")),
        rs.getInt("performance_year"),
        rs.getObject("file_time", OffsetDateTime.class).toInstant(),
        rs.getInt("members"),
        rs.getObject("loaded_at", OffsetDateTime.class).toInstant());
  }
}
