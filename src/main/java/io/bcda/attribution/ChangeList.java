package io.bcda.attribution;

import static java.util.stream.Collectors.joining;

import io.bcda.attribution.Visibility.Bucket;
import io.bcda.attribution.Visibility.Span;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.ResourceKind;
import io.bcda.store.ResourceQuery;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of an export that tells what changed: table change_list. They are found once, from what
 * changed, so that it costs what changed and not what there is; slices read them from the list.
 * They are the rows that {@link Visibility} finds by looking at every member.
 */
@Repository
public class ChangeList {
  /** About as many rows of the index as looking at one member reads. */
  private static final int ROWS_OF_A_MEMBER = 20;

  private static final String INSERT =
      "INSERT INTO change_list (list_id, part, type, ordinal, res_id, ver, fhir_id) ";
  // The id of what is deleted is kept, for it may be expunged before it is read.
  // seen: members of a roster among those who have rows, as PeopleSql finds them.
  private static final String LISTED =
      """
      WITH listed AS (%1$s),
           seen AS (SELECT l.patient_pid, min(m.ordinal) AS ordinal
                      FROM (SELECT DISTINCT patient_pid FROM listed) w
                      JOIN mbi_link l ON l.patient_pid = w.patient_pid AND %2$s
                      JOIN roster_member m ON m.roster_id = :roster%3$s AND m.mbi = l.mbi
                     WHERE %4$s
                     GROUP BY l.patient_pid)
      SELECT CAST(:list AS VARCHAR(36)), '%5$s', w.type, p.ordinal, w.res_id, w.ver, %6$s
        FROM listed w JOIN seen p ON p.patient_pid = w.patient_pid
        LEFT JOIN hfj_resource h ON h.res_id = w.res_id
       WHERE NOT %7$s
      """;
  private static final String ROWS =
      "SELECT c.patient_pid, c.type, c.res_id, c.ver, c.gone_id FROM %s WHERE c.type IN (:types) AND NOT c.hidden AND %s%s AND %s";
  private static final String OF_LIST =
      "SELECT r.ordinal, r.res_id, r.ver, r.fhir_id AS gone_id FROM change_list r WHERE r.list_id = :list AND r.part = :part AND r.type = :type AND r.ordinal BETWEEN :first AND :last";
  private static final String PID = "p.patient_pid";
  private final KnowledgeSql knowledge;
  private final PeopleSql people;
  private final OptOuts optOuts;
  private final ChangedPeople changed;
  private final NamedParameterJdbcTemplate db;

  ChangeList(
      KnowledgeSql knowledge,
      PeopleSql people,
      OptOuts optOuts,
      ChangedPeople changed,
      NamedParameterJdbcTemplate db) {
    this.knowledge = knowledge;
    this.people = people;
    this.optOuts = optOuts;
    this.changed = changed;
    this.db = db;
  }

  /** A part of a list. */
  public enum Part {
    OUTPUT("O"),
    DELETED("D");

    private final String code;

    Part(String code) {
      this.code = code;
    }
  }

  /**
   * Whether fewer rows changed, of all ACOs, than looking at each member would read.
   *
   * @param members of the rosters now and then
   */
  public boolean isWorthwhile(Cohort cohort, int members) {
    Sight then = cohort.then();
    if (then == null || !cohort.rule().comparesWithThen()) {
      return false;
    }
    long most = (long) members * ROWS_OF_A_MEMBER;
    Map<String, Object> values = Map.of("then", then.snapshot().value(), "most", most);
    return rows(knowledge.begunAfter("c", "then"), values) < most
        && rows(knowledge.endedAfter("c", "then"), values) < most;
  }

  private long rows(String condition, Map<String, Object> values) {
    String sql =
        "SELECT count(*) FROM (SELECT 1 AS one FROM claim_index c WHERE %s FETCH FIRST :most ROWS ONLY) q"
            .formatted(condition);
    Long count = db.queryForObject(sql, values, Long.class);
    return count == null ? 0 : count;
  }

  /**
   * Finds the rows, in place of those that were found before.
   *
   * @param list the list's name, of at most 36 characters
   * @return the types that are in the list; claims are not when their window of service dates moved
   */
  @Transactional
  public Set<ResourceKind> find(String list, Cohort cohort, Collection<ResourceKind> kinds) {
    Sight then = cohort.then();
    if (then == null || !cohort.rule().comparesWithThen()) {
      throw new IllegalArgumentException("nothing to compare with");
    }
    forget(list);
    Set<ResourceKind> listed = EnumSet.noneOf(ResourceKind.class);
    listed.addAll(kinds);
    if (!then.services().equals(cohort.now().services())) {
      listed.remove(ResourceKind.EXPLANATION_OF_BENEFIT);
    }
    if (!listed.isEmpty()) {
      Map<String, Object> values =
          CohortParameters.of(cohort, ResourceKind.PATIENT, new Span(1, Integer.MAX_VALUE));
      values.put("list", list);
      values.put("types", listed.stream().map(ResourceKind::code).toList());
      db.update(INSERT + output(cohort), values);
      if (cohort.rule().listsDeleted()) {
        db.update(INSERT + deleted(cohort, then), values);
      }
    }
    return listed;
  }

  private String output(Cohort cohort) {
    View now = new View("now", "Now", cohort.now());
    String begun =
        "%s AND NOT %s".formatted(knowledge.begunAfter("c", "then"), knowledge.begun("c", "then"));
    String changed = rows(now, "claim_index c", begun);
    String fresh =
        rows(
            now,
            ofPeople(cohort, people.isSeenNow(PID, cohort), people.isSeenSinceThen(PID, cohort)),
            "TRUE");
    String rows =
        switch (cohort.rule()) {
          case CHANGED -> changed;
          case NEW_SINCE -> fresh;
          default -> changed + " UNION " + fresh;
        };
    return listed(now, rows, Part.OUTPUT);
  }

  /**
   * What ended, and all of who went; but for what is in the output: the same, moved, or another one
   * under the id of what was expunged.
   */
  private String deleted(Cohort cohort, Sight sight) {
    View then = new View("then", "Then", sight);
    String ended =
        "%s AND NOT %s".formatted(knowledge.endedAfter("c", "then"), knowledge.visible("c", "now"));
    String gone = ofPeople(cohort, people.isSeenThen(PID, cohort), people.isSeenNow(PID, cohort));
    String rows = rows(then, "claim_index c", ended) + " UNION " + rows(then, gone, "TRUE");
    return listed(then, rows, Part.DELETED)
        + """
           AND NOT EXISTS (SELECT 1 FROM change_list o
                            WHERE o.list_id = :list AND o.part = 'O' AND o.res_id = w.res_id)
           AND (w.gone_id IS NULL OR NOT EXISTS (
                 SELECT 1 FROM hfj_resource g
                   JOIN change_list o ON o.list_id = :list AND o.part = 'O' AND o.res_id = g.res_id
                  WHERE g.res_type = %s AND g.fhir_id = w.gone_id))
          """
            .formatted(resourceType("w.type"));
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
  private record View(String at, String when, Sight sight) {}

  /** The index's rows from a source that names it c, as they are seen in a view. */
  private String rows(View view, String source, String condition) {
    return ROWS.formatted(
        source,
        knowledge.visible("c", view.at()),
        Visibility.window("c", view.sight().services(), view.when()),
        condition);
  }

  private String ofPeople(Cohort cohort, String condition, String unless) {
    return "(SELECT p.patient_pid FROM (%s) p WHERE %s AND NOT %s) g JOIN claim_index c ON c.patient_pid = g.patient_pid"
        .formatted(changed.since(cohort), condition, unless);
  }

  private String listed(View view, String rows, Part part) {
    return LISTED.formatted(
        rows,
        knowledge.visible("l", view.at()),
        view.when(),
        people.leadsToOne("l", view.at()),
        part.code,
        part == Part.DELETED ? "coalesce(h.fhir_id, w.gone_id)" : "CAST(NULL AS VARCHAR(64))",
        optOuts.optedOut(PID, view.sight().preferences(), view.when()));
  }

  /** How many rows each bucket of ordinals has, in order; empty buckets are left out. */
  public List<Bucket> count(String list, Part part, ResourceKind kind, int bucket) {
    Map<String, Object> values = values(list, part, kind, new Span(1, Integer.MAX_VALUE));
    values.put("bucket", bucket);
    return db.query(
        Visibility.buckets(OF_LIST), values, (rs, i) -> Visibility.bucket(rs, 1, bucket));
  }

  /** The bodies of a part of the output, ordered by person. */
  public ResourceQuery output(String list, ResourceKind kind, Span span) {
    return new ResourceQuery(Visibility.bodies(OF_LIST), values(list, Part.OUTPUT, kind, span));
  }

  /** The ids of a part of the deleted, ordered by person. */
  public ResourceQuery deleted(String list, ResourceKind kind, Span span) {
    return new ResourceQuery(Visibility.ids(OF_LIST), values(list, Part.DELETED, kind, span));
  }

  private static Map<String, Object> values(String list, Part part, ResourceKind kind, Span span) {
    Map<String, Object> values = new HashMap<>();
    values.put("list", list);
    values.put("part", part.code);
    values.put("type", kind.code());
    values.put("first", span.first());
    values.put("last", span.last());
    return values;
  }

  /** Removes a list that nobody will read again. */
  public void forget(String list) {
    db.update("DELETE FROM change_list WHERE list_id = :list", Map.of("list", list));
  }
}
