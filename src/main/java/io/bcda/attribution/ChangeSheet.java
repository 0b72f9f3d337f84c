package io.bcda.attribution;

import static java.util.stream.Collectors.joining;

import io.bcda.attribution.Cohort.Rule;
import io.bcda.store.Database;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Works out, in the caller's transaction, which rows an export with {@code _since} lists: step by
 * step, on temporary tables, so that each step is planned for as many as there are. One statement
 * for all had to be planned before anything was known.
 */
@Repository
class ChangeSheet {
  private static final List<String> TABLES =
      List.of(
          "change_sheet_row (stage VARCHAR(1) NOT NULL, type VARCHAR(1) NOT NULL, res_id BIGINT NOT NULL, ver BIGINT NOT NULL, patient_pid BIGINT NOT NULL, gone_id VARCHAR(64), PRIMARY KEY (stage, res_id))",
          "change_sheet_candidate (patient_pid BIGINT PRIMARY KEY)",
          "change_sheet_person (part VARCHAR(1) NOT NULL, patient_pid BIGINT NOT NULL, ordinal INT NOT NULL, PRIMARY KEY (part, patient_pid))");
  private static final String ROWS =
      """
      INSERT INTO change_sheet_row (stage, type, res_id, ver, patient_pid, gone_id)
      SELECT '%s', c.type, c.res_id, c.ver, c.patient_pid, c.gone_id FROM %s
       WHERE c.type IN (:types) AND NOT c.hidden AND c.patient_pid IS NOT NULL
         AND %s%s AND %s
      """;
  private static final String OF_PEOPLE =
      "change_sheet_person p JOIN claim_index c ON p.part = '%s' AND c.patient_pid = p.patient_pid";
  private static final String CANDIDATES =
      "INSERT INTO change_sheet_candidate (patient_pid) SELECT patient_pid FROM change_sheet_row UNION ";
  private static final String PEOPLE =
      "INSERT INTO change_sheet_person (part, patient_pid, ordinal) SELECT '%s', q.patient_pid, q.ordinal FROM (%s) q";
  private static final String OTHERS =
      """
      SELECT n.patient_pid, n.ordinal FROM change_sheet_person n
       WHERE n.part = '%s'
         AND NOT EXISTS (SELECT 1 FROM change_sheet_person k
                          WHERE k.part = '%s' AND k.patient_pid = n.patient_pid%s)
      """;
  private static final String EVER_OUT = "SELECT e.patient_pid, 0 AS ordinal FROM (%s) e";

  /** In this order: PostgreSQL looks up preferences only of whom the first says that there are. */
  private static final String UNLESS =
      """
       AND NOT (EXISTS (SELECT 1 FROM change_sheet_person x
                         WHERE x.part = 'O' AND x.patient_pid = k.patient_pid)
                AND %s)
      """;

  private static final String SEEN_NOW =
      "change_sheet_row o JOIN change_sheet_person s ON s.part = 'N' AND s.patient_pid = o.patient_pid";
  private final KnowledgeSql knowledge;
  private final PeopleSql people;
  private final ChangedPeople changed;
  private final PlannerHints planner;
  private final NamedParameterJdbcTemplate db;
  private final String create;

  ChangeSheet(
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
    // H2 would commit otherwise.
    this.create =
        Database.of(Objects.requireNonNull(db.getJdbcTemplate().getDataSource()))
                == Database.POSTGRESQL
            ? "CREATE TEMPORARY TABLE IF NOT EXISTS %s ON COMMIT DELETE ROWS"
            : "CREATE LOCAL TEMPORARY TABLE IF NOT EXISTS %s ON COMMIT DELETE ROWS TRANSACTIONAL";
  }

  /**
   * Rows by how they came onto the sheet; in a stage each resource is once. BEGUN and FRESH are
   * seen now, ENDED and GONE were seen then, if their person is.
   */
  private static final class Stage {
    static final String BEGUN = "B";
    static final String FRESH = "F";
    static final String ENDED = "E";
    static final String GONE = "G";
  }

  /**
   * People: who is seen now, and then; who has not been seen all the time; who is seen no more; and
   * who opted out at any time, of whom alone it must be asked when.
   */
  private static final class Part {
    static final String NOW = "N";
    static final String THEN = "T";
    static final String FRESH = "F";
    static final String GONE = "G";
    static final String OPTED_OUT = "O";
  }

  /**
   * Fills the sheet. To be called in a transaction, which ends its life.
   *
   * @param values of a cohort with an earlier time, and the types
   */
  void fill(Cohort cohort, Map<String, Object> values) {
    boolean wholly = cohort.rule() == Rule.NEW_SINCE;
    lay();
    View now = View.now(cohort);
    View then = View.then(cohort);
    if (!wholly) {
      rows(Stage.BEGUN, now, "claim_index c", begun(), values);
    }
    if (cohort.rule().listsDeleted()) {
      rows(Stage.ENDED, then, "claim_index c", ended(), values);
    }
    planner.countingEachLook(() -> people(cohort, now, then, values));
    if (cohort.rule() != Rule.CHANGED) {
      String rest = wholly ? "TRUE" : knowledge.begun("c", "then"); // the others have begun since
      rows(Stage.FRESH, now, OF_PEOPLE.formatted(Part.FRESH), rest, values);
    }
    if (cohort.rule().listsDeleted()) {
      String rest = knowledge.visible("c", "now"); // the others have ended
      rows(Stage.GONE, then, OF_PEOPLE.formatted(Part.GONE), rest, values);
    }
    planner.learn("change_sheet_row");
  }

  private void lay() {
    for (String table : TABLES) {
      db.getJdbcTemplate().execute(create.formatted(table));
      db.getJdbcTemplate().execute("DELETE FROM " + table.substring(0, table.indexOf(' ')));
    }
  }

  private String begun() {
    return "%s AND NOT %s"
        .formatted(knowledge.begunAfter("c", "then"), knowledge.begun("c", "then"));
  }

  private String ended() {
    return "%s AND NOT %s"
        .formatted(knowledge.endedAfter("c", "then"), knowledge.visible("c", "now"));
  }

  private void rows(
      String stage, View view, String source, String condition, Map<String, Object> values) {
    String window = Visibility.window("c", view.sight().services(), view.when());
    String seen = knowledge.visible("c", view.at());
    db.update(ROWS.formatted(stage, source, seen, window, condition), values);
  }

  /** Of all who may be in the list, who is seen now and who was seen then. */
  private boolean people(Cohort cohort, View now, View then, Map<String, Object> values) {
    db.update(CANDIDATES + changed.since(cohort), values);
    planner.learn("change_sheet_candidate");
    String candidates = "change_sheet_candidate";
    people(Part.NOW, people.seenAmong(candidates, now.when(), now.sight()), values);
    people(Part.THEN, people.seenAmong(candidates, then.when(), then.sight()), values);
    people(Part.OPTED_OUT, EVER_OUT.formatted(OptOuts.everAmong(candidates)), values);
    planner.learn("change_sheet_person");
    String unless = UNLESS.formatted(people.tookEffectSince("k.patient_pid", cohort));
    people(Part.FRESH, OTHERS.formatted(Part.NOW, Part.THEN, unless), values);
    people(Part.GONE, OTHERS.formatted(Part.THEN, Part.NOW, ""), values);
    planner.learn("change_sheet_person");
    return true;
  }

  private void people(String part, String query, Map<String, Object> values) {
    db.update(PEOPLE.formatted(part, query), values);
  }

  /** A query of the output, in the order of {@code change_row}: type, ordinal, res_id, ver. */
  String output(Cohort cohort) {
    return """
    SELECT r.type, p.ordinal, r.res_id, r.ver, CAST(NULL AS VARCHAR(64)) AS fhir_id
      FROM change_sheet_row r
      JOIN change_sheet_person p ON p.part = 'N' AND p.patient_pid = r.patient_pid
     WHERE r.stage IN ('B', 'F') AND %s AND %s
     ORDER BY r.type, p.ordinal, r.res_id
    """
        .formatted(ChosenPeople.isAmong("r.patient_pid", cohort), begunBefore(cohort));
  }

  /** Asked of the output only: what is left out as too new can be seen, and is not deleted. */
  private String begunBefore(Cohort cohort) {
    return cohort.part().until() == null
        ? "TRUE"
        : "EXISTS (SELECT 1 FROM claim_index c WHERE c.res_id = r.res_id AND %s AND %s)"
            .formatted(knowledge.visible("c", "now"), knowledge.begun("c", "untilSnapshot"));
  }

  /**
   * A query as {@link #output} of the deleted: what is in the output is not, were it moved, or
   * another one under the id of what was expunged. The id is kept, for a resource may be expunged
   * before it is read.
   */
  String deleted(Cohort cohort) {
    return """
    SELECT r.type, p.ordinal, r.res_id, r.ver, coalesce(h.fhir_id, r.gone_id) AS fhir_id
      FROM change_sheet_row r
      JOIN change_sheet_person p ON p.part = 'T' AND p.patient_pid = r.patient_pid
      LEFT JOIN hfj_resource h ON h.res_id = r.res_id
     WHERE r.stage IN ('E', 'G') AND %3$s
       AND NOT EXISTS (SELECT 1 FROM %1$s WHERE o.stage IN ('B', 'F') AND o.res_id = r.res_id)
       AND (r.gone_id IS NULL OR NOT EXISTS (
             SELECT 1 FROM hfj_resource g JOIN %1$s ON o.res_id = g.res_id
              WHERE o.stage IN ('B', 'F') AND g.res_type = %2$s AND g.fhir_id = r.gone_id))
     ORDER BY r.type, p.ordinal, r.res_id
    """
        .formatted(SEEN_NOW, resourceType("r.type"), ChosenPeople.isAmong("r.patient_pid", cohort));
  }

  private static String resourceType(String code) {
    return Stream.of(ResourceKind.values())
        .map(kind -> "WHEN '%s' THEN '%s'".formatted(kind.code(), kind.fhirType()))
        .collect(joining(" ", "CASE " + code + " ", " END"));
  }

  /**
   * One of the two times in SQL.
   *
   * @param at the parameter that holds the snapshot
   * @param when ends the names of the other parameters
   */
  private record View(String at, String when, Sight sight) {
    static View now(Cohort cohort) {
      return new View("now", "Now", cohort.now());
    }

    static View then(Cohort cohort) {
      return new View("then", "Then", Objects.requireNonNull(cohort.then()));
    }
  }
}
