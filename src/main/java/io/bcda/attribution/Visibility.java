package io.bcda.attribution;

import io.bcda.store.KnowledgeSql;
import io.bcda.store.ResourceKind;
import io.bcda.store.ResourceQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Who is visible to whom, in SQL. People are the members of one roster that their MBI leads to
 * exactly one Patient; a Patient listed under several MBIs counts once, at its first ordinal. An
 * empty roster joins nothing: there is no filter that could be missing.
 */
@Component
public class Visibility {
  private static final String BODY_COLUMNS =
      "r.ordinal, r.res_id, r.ver, coalesce(h.fhir_id, r.gone_id) AS fhir_id, v.res_updated, v.res_text_vc, v.res_encoding";
  private final KnowledgeSql knowledge;
  private final NamedParameterJdbcTemplate db;

  Visibility(KnowledgeSql knowledge, NamedParameterJdbcTemplate db) {
    this.knowledge = knowledge;
    this.db = db;
  }

  /**
   * Rows of one bucket of ordinals.
   *
   * @param first the bucket's first ordinal
   */
  public record Bucket(int first, long rows) {}

  /** Ordinals first to last of the roster, both inclusive. */
  public record Span(int first, int last) {}

  /** The bodies of the output, ordered by person. */
  public ResourceQuery output(Cohort cohort, ResourceKind kind, Span span) {
    return bodies(outputRows(cohort), cohort, kind, span);
  }

  /** The resources that could be seen then and cannot now; only their ids are of use. */
  public ResourceQuery deleted(Cohort cohort, ResourceKind kind, Span span) {
    String sql =
        """
        SELECT r.ordinal, r.res_id, r.ver, coalesce(h.fhir_id, r.gone_id) AS fhir_id,
               NULL AS res_updated, NULL AS res_text_vc, NULL AS res_encoding
          FROM (%s) r LEFT JOIN hfj_resource h ON h.res_id = r.res_id
         ORDER BY r.ordinal, r.res_id
        """
            .formatted(deletedRows(cohort));
    return new ResourceQuery(sql, parameters(cohort, kind, span));
  }

  /** How many rows each bucket of the output has, in order; empty buckets are left out. */
  public List<Bucket> countOutput(Cohort cohort, ResourceKind kind, Span span, int bucket) {
    return count(outputRows(cohort), cohort, kind, span, bucket);
  }

  /** How many rows each bucket of the deleted has, in order; empty buckets are left out. */
  public List<Bucket> countDeleted(Cohort cohort, ResourceKind kind, Span span, int bucket) {
    return count(deletedRows(cohort), cohort, kind, span, bucket);
  }

  /** People of the roster who are matched to a Patient. */
  public long countMatched(Cohort cohort, Span span) {
    String sql = "SELECT count(*) FROM (%s) p".formatted(people("rosterNow", "now"));
    Long count = db.queryForObject(sql, parameters(cohort, ResourceKind.PATIENT, span), Long.class);
    return count == null ? 0 : count;
  }

  /** Members of the roster, by MBI, who lead to exactly one Patient. */
  public long countMatchedMembers(Cohort cohort) {
    String sql =
        """
        SELECT count(*) FROM roster_member m
         WHERE m.roster_id = :rosterNow
           AND EXISTS (SELECT 1 FROM mbi_link l WHERE l.mbi = m.mbi AND %s AND %s)
        """
            .formatted(knowledge.visible("l", "now"), leadsToOne("l", "now"));
    Long count =
        db.queryForObject(
            sql, parameters(cohort, ResourceKind.PATIENT, new Span(0, 0)), Long.class);
    return count == null ? 0 : count;
  }

  /** Of these, people who were not visible then. */
  public long countJoined(Cohort cohort, Span span) {
    String sql =
        "SELECT count(*) FROM (%s) p WHERE NOT %s"
            .formatted(people("rosterNow", "now"), isMember("p.patient_pid", "rosterThen", "then"));
    Long count = db.queryForObject(sql, parameters(cohort, ResourceKind.PATIENT, span), Long.class);
    return count == null ? 0 : count;
  }

  /** Visible claims without a service date, which a bounded cohort leaves out. */
  public long countUndated(Cohort cohort, Span span) {
    String sql =
        """
        SELECT count(*) FROM (%s) p JOIN claim_index c ON c.patient_pid = p.patient_pid AND c.type = :type
         WHERE c.service_end IS NULL AND %s AND NOT c.hidden
        """
            .formatted(people("rosterNow", "now"), knowledge.visible("c", "now"));
    Long count =
        db.queryForObject(
            sql, parameters(cohort, ResourceKind.EXPLANATION_OF_BENEFIT, span), Long.class);
    return count == null ? 0 : count;
  }

  private List<Bucket> count(String rows, Cohort cohort, ResourceKind kind, Span span, int bucket) {
    Map<String, Object> parameters = parameters(cohort, kind, span);
    parameters.put("bucket", bucket);
    String sql =
        """
        SELECT q.b, count(*)
          FROM (SELECT (r.ordinal - CAST(:first AS INT)) / CAST(:bucket AS INT) AS b FROM (%s) r) q
         GROUP BY q.b ORDER BY q.b
        """
            .formatted(rows);
    return db.query(
        sql,
        parameters,
        (rs, i) -> new Bucket(span.first() + rs.getInt(1) * bucket, rs.getLong(2)));
  }

  private ResourceQuery bodies(String rows, Cohort cohort, ResourceKind kind, Span span) {
    String sql =
        """
        SELECT %s FROM (%s) r
          LEFT JOIN hfj_resource h ON h.res_id = r.res_id
          LEFT JOIN hfj_res_ver v ON v.res_id = r.res_id AND v.res_ver = r.ver
         ORDER BY r.ordinal, r.res_id
        """
            .formatted(BODY_COLUMNS, rows);
    return new ResourceQuery(sql, parameters(cohort, kind, span));
  }

  private String outputRows(Cohort cohort) {
    String rows =
        """
        SELECT p.ordinal, c.res_id, c.ver, c.gone_id
          FROM (%s) p JOIN claim_index c ON c.patient_pid = p.patient_pid AND c.type = :type
         WHERE %s AND NOT c.hidden%s
        """
            .formatted(
                people("rosterNow", "now"),
                knowledge.visible("c", "now"),
                window("c", cohort.serviceUntilNow() != null, "untilNow"));
    return switch (cohort.rule()) {
      case EVERYTHING -> rows;
      case CHANGED -> rows + " AND NOT " + knowledge.begun("c", "then");
      case UNSEEN -> rows + " AND NOT (" + seenThen(cohort) + ")";
      case NEW_BY_DELIVERY -> rows + " AND NOT " + isMember("p.patient_pid", "rosterBefore", "now");
      case NEW_SINCE -> rows + " AND NOT " + isMember("p.patient_pid", "rosterThen", "then");
    };
  }

  private String seenThen(Cohort cohort) {
    return knowledge.visible("c", "then")
        + window("c", cohort.serviceUntilThen() != null, "untilThen")
        + " AND "
        + isMember("p.patient_pid", "rosterThen", "then");
  }

  private String deletedRows(Cohort cohort) {
    return """
    SELECT p.ordinal, c.res_id, c.ver, c.gone_id
      FROM (%s) p JOIN claim_index c ON c.patient_pid = p.patient_pid AND c.type = :type
     WHERE %s AND NOT c.hidden%s
       AND NOT EXISTS (SELECT 1 FROM claim_index n
                        WHERE n.res_id = c.res_id AND %s AND NOT n.hidden%s AND %s)
    """
        .formatted(
            people("rosterThen", "then"),
            knowledge.visible("c", "then"),
            window("c", cohort.serviceUntilThen() != null, "untilThen"),
            knowledge.visible("n", "now"),
            window("n", cohort.serviceUntilNow() != null, "untilNow"),
            isMember("n.patient_pid", "rosterNow", "now"));
  }

  /** The runout window bounds claims only. */
  private static String window(String alias, boolean bounded, String parameter) {
    return bounded
        ? " AND (%1$s.type <> 'E' OR %1$s.service_end <= CAST(:%2$s AS DATE))"
            .formatted(alias, parameter)
        : "";
  }

  /** The people of a roster's span: patient_pid and ordinal. */
  private String people(String roster, String at) {
    return """
    SELECT l.patient_pid, min(m.ordinal) AS ordinal
      FROM roster_member m JOIN mbi_link l ON l.mbi = m.mbi AND %1$s
     WHERE m.roster_id = :%3$s AND m.ordinal BETWEEN :first AND :last AND %2$s
       AND NOT EXISTS (SELECT 1 FROM mbi_link e
                         JOIN roster_member f ON f.roster_id = :%3$s AND f.mbi = e.mbi
                        WHERE e.patient_pid = l.patient_pid AND f.ordinal < :first AND %4$s AND %5$s)
     GROUP BY l.patient_pid
    """
        .formatted(
            knowledge.visible("l", at),
            leadsToOne("l", at),
            roster,
            knowledge.visible("e", at),
            leadsToOne("e", at));
  }

  private String isMember(String patientPid, String roster, String at) {
    return """
    EXISTS (SELECT 1 FROM mbi_link t JOIN roster_member b ON b.roster_id = :%1$s AND b.mbi = t.mbi
             WHERE t.patient_pid = %2$s AND %3$s AND %4$s)
    """
        .formatted(roster, patientPid, knowledge.visible("t", at), leadsToOne("t", at));
  }

  /** An MBI that leads to two Patients matches none. */
  private String leadsToOne(String alias, String at) {
    return "NOT EXISTS (SELECT 1 FROM mbi_link o WHERE o.mbi = %1$s.mbi AND o.patient_pid <> %1$s.patient_pid AND %2$s)"
        .formatted(alias, knowledge.visible("o", at));
  }

  private static Map<String, Object> parameters(Cohort cohort, ResourceKind kind, Span span) {
    Map<String, Object> values = new HashMap<>();
    values.put("type", kind.code());
    values.put("first", span.first());
    values.put("last", span.last());
    values.put("rosterNow", cohort.rosterNow());
    values.put("rosterBefore", orNone(cohort.rosterBefore()));
    values.put("rosterThen", orNone(cohort.rosterThen()));
    values.put("now", cohort.now().value());
    putIfPresent(values, "then", cohort.then() == null ? null : cohort.then().value());
    putIfPresent(values, "untilNow", cohort.serviceUntilNow());
    putIfPresent(values, "untilThen", cohort.serviceUntilThen());
    return values;
  }

  /** No roster has the id -1: the join is empty. */
  private static long orNone(@Nullable Long roster) {
    return roster == null ? -1 : roster;
  }

  private static void putIfPresent(
      Map<String, Object> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }
}
