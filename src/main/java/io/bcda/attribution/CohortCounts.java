package io.bcda.attribution;

import io.bcda.store.KnowledgeSql;
import io.bcda.store.ResourceKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * How many a cohort has, each person counted once under however many MBIs. One statement, one pass
 * over each roster: sets are subtracted, nothing is looked up person by person.
 */
@Component
public class CohortCounts {
  private static final String PEOPLE =
      """
      WITH known AS (SELECT p.patient_pid FROM (%s) p),
           seen AS (SELECT p.patient_pid FROM known p WHERE NOT %s)
      SELECT (SELECT count(*) FROM known), (SELECT count(*) FROM seen), NULL, NULL
      """;
  private static final String PEOPLE_SINCE =
      """
      WITH known AS (SELECT p.patient_pid FROM (%s) p),
           seen AS (SELECT p.patient_pid FROM known p WHERE NOT %s),
           before AS (SELECT p.patient_pid FROM (%s) p),
           stayed AS (SELECT p.patient_pid FROM before p WHERE NOT %s)
      SELECT (SELECT count(*) FROM known), (SELECT count(*) FROM seen),
             (SELECT count(*) FROM
               (SELECT patient_pid FROM seen EXCEPT SELECT patient_pid FROM stayed) j),
             (SELECT count(*) FROM
               (SELECT patient_pid FROM before EXCEPT SELECT patient_pid FROM seen) g)
      """;
  // What a Patient itself says goes before what follows from a change of MBIs, as in PeopleSql.
  private static final String MEMBERS =
      """
      SELECT count(*) FILTER (WHERE q.some_pid IS NULL),
             count(*) FILTER (WHERE q.first_direct < q.last_direct
                              OR (q.first_direct IS NULL AND q.some_pid < q.other_pid))
        FROM (SELECT min(l.patient_pid) AS some_pid, max(l.patient_pid) AS other_pid,
                     min(CASE WHEN l.direct THEN l.patient_pid END) AS first_direct,
                     max(CASE WHEN l.direct THEN l.patient_pid END) AS last_direct
                FROM roster_member m LEFT JOIN mbi_link l ON l.mbi = m.mbi AND %s
               WHERE m.roster_id = :rosterNow
               GROUP BY m.ordinal) q
      """;
  private final KnowledgeSql knowledge;
  private final PeopleSql people;
  private final OptOuts optOuts;
  private final NamedParameterJdbcTemplate db;

  CohortCounts(
      KnowledgeSql knowledge, PeopleSql people, OptOuts optOuts, NamedParameterJdbcTemplate db) {
    this.knowledge = knowledge;
    this.people = people;
    this.optOuts = optOuts;
    this.db = db;
  }

  /**
   * People of a cohort.
   *
   * @param visible matched to a Patient and not opted out
   * @param suppressed matched to a Patient and opted out
   * @param joined of the visible, those who were not visible then, or had opted out since; empty
   *     where there is no earlier time to compare with
   * @param left visible then and not now; empty as joined
   */
  public record People(long visible, long suppressed, OptionalLong joined, OptionalLong left) {}

  /**
   * Members of a roster, by MBI.
   *
   * @param unknown whose MBI leads to no Patient
   * @param ambiguous whose MBI leads to several, so that it matches none
   */
  public record Unmatched(long unknown, long ambiguous) {}

  /**
   * Counts people.
   *
   * @param membersNow members of the roster in force now
   * @param membersThen members of the roster in force then, 0 for none
   */
  public People people(Cohort cohort, int membersNow, int membersThen) {
    String known = people.matchedNow();
    String out = optOuts.optedOut("p.patient_pid", cohort.now().preferences(), "Now");
    String sql =
        cohort.then() == null
            ? PEOPLE.formatted(known, out)
            : PEOPLE_SINCE.formatted(
                known,
                out,
                people.then(cohort),
                optOuts.tookEffectSince("p.patient_pid", cohort.now().preferences()));
    return db.queryForObject(
        sql,
        parameters(cohort, Math.max(membersNow, membersThen)),
        (rs, i) ->
            new People(
                rs.getLong(2), rs.getLong(1) - rs.getLong(2), optional(rs, 3), optional(rs, 4)));
  }

  private static OptionalLong optional(ResultSet rs, int column) throws SQLException {
    long value = rs.getLong(column);
    return rs.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Counts members of the roster in force now whom the cohort cannot have. */
  public Unmatched unmatched(Cohort cohort) {
    return db.queryForObject(
        MEMBERS.formatted(knowledge.visible("l", "now")),
        parameters(cohort, 0),
        (rs, i) -> new Unmatched(rs.getLong(1), rs.getLong(2)));
  }

  /** The people whom an export of the cohort, without {@code _since}, is about. */
  long covered(Cohort cohort, int members) {
    String sql = "SELECT count(*) FROM (%s) p".formatted(people.now(cohort));
    if (cohort.rule() == Cohort.Rule.NEW_BY_DELIVERY) {
      sql += " WHERE NOT " + people.wasBefore("p.patient_pid");
    }
    Long count = db.queryForObject(sql, parameters(cohort, members), Long.class);
    return count == null ? 0 : count;
  }

  private static Map<String, Object> parameters(Cohort cohort, int members) {
    return CohortParameters.of(cohort, ResourceKind.PATIENT, new Visibility.Span(1, members));
  }
}
