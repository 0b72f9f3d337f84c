package io.bcda.attribution;

import io.bcda.store.KnowledgeSql;
import io.bcda.store.ResourceKind;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How many a cohort has, each person counted once under however many MBIs. One pass over the roster
 * in force; all else is asked of those who opted out or changed, who are few.
 */
@Component
public class CohortCounts {
  // What a Patient itself says goes before what follows from a change of MBIs, as in PeopleSql.
  private static final String MEMBERS =
      """
      SELECT count(*) FILTER (WHERE p.some_pid IS NULL),
             count(*) FILTER (WHERE p.some_pid IS NOT NULL AND p.patient_pid IS NULL),
             count(DISTINCT p.patient_pid)
        FROM (SELECT q.some_pid,
                     CASE WHEN q.first_direct = q.last_direct THEN q.first_direct
                          WHEN q.first_direct IS NULL AND q.some_pid = q.other_pid THEN q.some_pid
                     END AS patient_pid
                FROM (SELECT min(l.patient_pid) AS some_pid, max(l.patient_pid) AS other_pid,
                             min(CASE WHEN l.direct THEN l.patient_pid END) AS first_direct,
                             max(CASE WHEN l.direct THEN l.patient_pid END) AS last_direct
                        FROM roster_member m LEFT JOIN mbi_link l ON l.mbi = m.mbi AND %s
                       WHERE m.roster_id = :rosterNow
                       GROUP BY m.ordinal) q) p
      """;
  private static final String SUPPRESSED =
      """
      SELECT count(*)
        FROM (SELECT DISTINCT t.patient_pid FROM preference f JOIN mbi_link t ON t.mbi = f.mbi
               WHERE NOT f.share) p
       WHERE %s
      """;
  private static final String CHANGES =
      """
      WITH changed AS (SELECT k.patient_pid FROM (%s) k WHERE %s),
           seen AS (SELECT p.patient_pid FROM changed p WHERE %s),
           before AS (SELECT p.patient_pid FROM changed p WHERE %s),
           stayed AS (SELECT p.patient_pid FROM changed p WHERE %s)
      SELECT (SELECT count(*) FROM
               (SELECT patient_pid FROM seen EXCEPT SELECT patient_pid FROM stayed) j),
             (SELECT count(*) FROM
               (SELECT patient_pid FROM before EXCEPT SELECT patient_pid FROM seen) g)
      """;
  private static final String PID = "p.patient_pid";
  private final KnowledgeSql knowledge;
  private final PeopleSql people;
  private final ChangedPeople changed;
  private final PlannerHints planner;
  private final NamedParameterJdbcTemplate db;

  CohortCounts(
      KnowledgeSql knowledge,
      PeopleSql people,
      ChangedPeople changed,
      PlannerHints planner,
      NamedParameterJdbcTemplate db) {
    this.knowledge = knowledge;
    this.people = people;
    this.changed = changed;
    this.planner = planner;
    this.db = db;
  }

  /**
   * People and members of a cohort.
   *
   * @param visible people matched to a Patient and not opted out
   * @param suppressed people matched to a Patient and opted out
   * @param unknown members whose MBI leads to no Patient
   * @param ambiguous members whose MBI leads to several, so that it matches none
   * @param joined of the visible and chosen, those who were not visible then, or had opted out
   *     since; empty where there is no earlier time to compare with
   * @param left chosen, visible then and not now; empty as joined
   */
  public record Counts(
      long visible,
      long suppressed,
      long unknown,
      long ambiguous,
      OptionalLong joined,
      OptionalLong left) {}

  private record Members(long unknown, long ambiguous, long people) {}

  private record Changes(long joined, long left) {}

  /** Counts a cohort. */
  public Counts of(Cohort cohort) {
    return planner.countingEachLook(() -> count(cohort));
  }

  private Counts count(Cohort cohort) {
    Members members = members(cohort);
    long suppressed = suppressed(cohort);
    OptionalLong joined = OptionalLong.empty();
    OptionalLong left = OptionalLong.empty();
    if (cohort.then() != null) {
      Changes changes = changes(cohort);
      joined = OptionalLong.of(changes.joined());
      left = OptionalLong.of(changes.left());
    }
    return new Counts(
        members.people() - suppressed,
        suppressed,
        members.unknown(),
        members.ambiguous(),
        joined,
        left);
  }

  /** The people whom an export of the cohort, without {@code _since}, is about. */
  long covered(Cohort cohort) {
    return cohort.rule() == Cohort.Rule.NEW_BY_DELIVERY && cohort.rosterBefore() != null
        ? newByDelivery(cohort)
        : members(cohort).people() - suppressed(cohort);
  }

  private Members members(Cohort cohort) {
    return query(
        MEMBERS.formatted(knowledge.visible("l", "now")),
        cohort,
        (rs, i) -> new Members(rs.getLong(1), rs.getLong(2), rs.getLong(3)));
  }

  private long suppressed(Cohort cohort) {
    if (cohort.now().preferences() == null) {
      return 0;
    }
    String suppressed = SUPPRESSED.formatted(people.isSuppressedNow(PID, cohort));
    return query(suppressed, cohort, (rs, i) -> rs.getLong(1));
  }

  private Changes changes(Cohort cohort) {
    return query(
        CHANGES.formatted(
            changed.since(cohort),
            ChosenPeople.isAmong("k.patient_pid", cohort),
            people.isSeenNow(PID, cohort),
            people.isSeenThen(PID, cohort),
            people.isSeenSinceThen(PID, cohort)),
        cohort,
        (rs, i) -> new Changes(rs.getLong(1), rs.getLong(2)));
  }

  private long newByDelivery(Cohort cohort) {
    return query(
        "SELECT count(*) FROM (%s) p WHERE %s AND NOT %s"
            .formatted(
                changed.sinceDelivery(), people.isSeenNow(PID, cohort), people.wasBefore(PID)),
        cohort,
        (rs, i) -> rs.getLong(1));
  }

  private <T> T query(String sql, Cohort cohort, RowMapper<T> row) {
    Map<String, Object> parameters =
        CohortParameters.of(cohort, ResourceKind.PATIENT, new Visibility.Span(1, 1));
    return db.query(sql, parameters, row).get(0);
  }
}
