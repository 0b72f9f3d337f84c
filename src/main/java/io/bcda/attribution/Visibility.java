package io.bcda.attribution;

import io.bcda.store.KnowledgeSql;
import io.bcda.store.ResourceKind;
import io.bcda.store.ResourceQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** What is visible to an ACO, in SQL: resources of {@link PeopleSql the people it can see}. */
@Component
public class Visibility {
  private final KnowledgeSql knowledge;
  private final PeopleSql people;
  private final NamedParameterJdbcTemplate db;

  Visibility(KnowledgeSql knowledge, PeopleSql people, NamedParameterJdbcTemplate db) {
    this.knowledge = knowledge;
    this.people = people;
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
    return new ResourceQuery(
        bodies(outputRows(cohort, "= :type")), CohortParameters.of(cohort, kind, span));
  }

  /** The bodies of several kinds of the output, ordered by person, and of each by kind. */
  public ResourceQuery blocks(Cohort cohort, Set<ResourceKind> kinds, Span span) {
    Map<String, Object> values = CohortParameters.of(cohort, ResourceKind.PATIENT, span);
    values.put("types", codes(kinds));
    return new ResourceQuery(blocks(outputRows(cohort, "IN (:types)")), values);
  }

  /** The resources that could be seen then and cannot now; only their ids are of use. */
  public ResourceQuery deleted(Cohort cohort, ResourceKind kind, Span span) {
    return new ResourceQuery(ids(deletedRows(cohort)), CohortParameters.of(cohort, kind, span));
  }

  /** How many rows each bucket of the output has, in order; empty buckets are left out. */
  public List<Bucket> countOutput(Cohort cohort, ResourceKind kind, Span span, int bucket) {
    return count(outputRows(cohort, "= :type"), cohort, kind, span, bucket);
  }

  /** How many rows each bucket of the deleted has, in order; empty buckets are left out. */
  public List<Bucket> countDeleted(Cohort cohort, ResourceKind kind, Span span, int bucket) {
    return count(deletedRows(cohort), cohort, kind, span, bucket);
  }

  /** Visible claims without a service date, which a bounded cohort leaves out. */
  public long countUndated(Cohort cohort, Span span) {
    String sql =
        """
        SELECT count(*) FROM (%s) p JOIN claim_index c ON c.patient_pid = p.patient_pid AND c.type = :type
         WHERE c.service_end IS NULL AND %s AND NOT c.hidden
        """
            .formatted(people.now(cohort), knowledge.visible("c", "now"));
    Long count =
        db.queryForObject(
            sql,
            CohortParameters.of(cohort, ResourceKind.EXPLANATION_OF_BENEFIT, span),
            Long.class);
    return count == null ? 0 : count;
  }

  private List<Bucket> count(String rows, Cohort cohort, ResourceKind kind, Span span, int bucket) {
    Map<String, Object> parameters = CohortParameters.of(cohort, kind, span);
    parameters.put("bucket", bucket);
    return db.query(buckets(rows), parameters, (rs, i) -> bucket(rs, span.first(), bucket));
  }

  /** Counts rows with an ordinal by buckets; parameters first and bucket. */
  static String buckets(String rows) {
    return """
    SELECT q.b, count(*)
      FROM (SELECT (r.ordinal - CAST(:first AS INT)) / CAST(:bucket AS INT) AS b FROM (%s) r) q
     GROUP BY q.b ORDER BY q.b
    """
        .formatted(rows);
  }

  static Bucket bucket(ResultSet rs, int first, int bucket) throws SQLException {
    return new Bucket(first + rs.getInt(1) * bucket, rs.getLong(2));
  }

  /** The bodies of rows that have ordinal, res_id, ver and gone_id, ordered by person. */
  static String bodies(String rows) {
    return """
    SELECT r.ordinal, r.res_id, r.ver, coalesce(h.fhir_id, r.gone_id) AS fhir_id,
           v.res_updated, v.res_text_vc, v.res_encoding
      FROM (%s) r
      LEFT JOIN hfj_resource h ON h.res_id = r.res_id
      LEFT JOIN hfj_res_ver v ON v.res_id = r.res_id AND v.res_ver = r.ver
     ORDER BY r.ordinal, r.res_id
    """
        .formatted(rows);
  }

  /**
   * The bodies of rows that have type and patient_pid too, ordered by person: the Patient, their
   * Coverages, their claims. Whose they are is looked up row by row, in order, so that no plan can
   * read all people for it; of a Patient who was expunged since, the id is in the index.
   */
  static String blocks(String rows) {
    return """
    SELECT r.ordinal, r.res_id, r.ver, coalesce(h.fhir_id, r.gone_id) AS fhir_id,
           v.res_updated, v.res_text_vc, v.res_encoding, r.type,
           coalesce((SELECT w.fhir_id FROM hfj_resource w WHERE w.res_id = r.patient_pid),
                    (SELECT max(g.gone_id) FROM claim_index g WHERE g.res_id = r.patient_pid)) AS patient
      FROM (%s) r
      LEFT JOIN hfj_resource h ON h.res_id = r.res_id
      LEFT JOIN hfj_res_ver v ON v.res_id = r.res_id AND v.res_ver = r.ver
     ORDER BY r.ordinal, CASE r.type WHEN 'P' THEN 0 WHEN 'C' THEN 1 ELSE 2 END, r.res_id
    """
        .formatted(rows);
  }

  static List<String> codes(Set<ResourceKind> kinds) {
    return kinds.stream().sorted().map(ResourceKind::code).toList();
  }

  /** The ids of such rows, with columns as {@link #bodies}. */
  static String ids(String rows) {
    return """
    SELECT r.ordinal, r.res_id, r.ver, coalesce(h.fhir_id, r.gone_id) AS fhir_id,
           NULL AS res_updated, NULL AS res_text_vc, NULL AS res_encoding
      FROM (%s) r LEFT JOIN hfj_resource h ON h.res_id = r.res_id
     ORDER BY r.ordinal, r.res_id
    """
        .formatted(rows);
  }

  /**
   * @param types how the type of a row compares
   */
  private String outputRows(Cohort cohort, String types) {
    String rows =
        """
        SELECT p.ordinal, c.res_id, c.ver, c.gone_id, c.type, c.patient_pid
          FROM (%s) p JOIN claim_index c ON c.patient_pid = p.patient_pid AND c.type %s
         WHERE %s AND NOT c.hidden%s%s
        """
            .formatted(
                people.now(cohort),
                types,
                knowledge.visible("c", "now"),
                window("c", cohort.now().services(), "Now"),
                cohort.part().until() == null
                    ? ""
                    : " AND " + knowledge.begun("c", "untilSnapshot"));
    return switch (cohort.rule()) {
      case EVERYTHING -> rows;
      case CHANGED -> rows + " AND NOT " + knowledge.begun("c", "then");
      case UNSEEN -> rows + " AND NOT (" + seenThen(cohort) + ")";
      case NEW_BY_DELIVERY -> rows + " AND NOT " + people.wasBefore("p.patient_pid");
      case NEW_SINCE -> rows + " AND NOT " + people.isSeenSinceThen("p.patient_pid", cohort);
    };
  }

  private String seenThen(Cohort cohort) {
    return knowledge.visible("c", "then")
        + window("c", cohort.then().services(), "Then")
        + " AND "
        + people.isSeenSinceThen("p.patient_pid", cohort);
  }

  private String deletedRows(Cohort cohort) {
    return """
    SELECT p.ordinal, c.res_id, c.ver, c.gone_id
      FROM (%1$s) p JOIN claim_index c ON c.patient_pid = p.patient_pid AND c.type = :type
     WHERE %2$s AND NOT c.hidden%3$s
       AND NOT EXISTS (SELECT 1 FROM claim_index n WHERE n.res_id = c.res_id AND %4$s)
       AND (c.gone_id IS NULL OR NOT EXISTS (
             SELECT 1 FROM hfj_resource g JOIN claim_index n ON n.res_id = g.res_id
              WHERE g.res_type = :resType AND g.fhir_id = c.gone_id AND %4$s))
    """
        .formatted(
            people.then(cohort),
            knowledge.visible("c", "then"),
            window("c", cohort.then().services(), "Then"),
            seenNow(cohort));
  }

  /** Row n can be seen now. What was expunged and came again under its id is another resource. */
  private String seenNow(Cohort cohort) {
    return knowledge.visible("n", "now")
        + " AND NOT n.hidden"
        + window("n", cohort.now().services(), "Now")
        + " AND "
        + people.isSeenNow("n.patient_pid", cohort);
  }

  /** The window bounds claims only; true or false, never unknown, so that it can be negated. */
  static String window(String alias, ServiceWindow window, String when) {
    return bound(alias, window.from() != null, ">= CAST(:from" + when)
        + bound(alias, window.until() != null, "<= CAST(:until" + when);
  }

  private static String bound(String alias, boolean bounded, String compared) {
    return bounded
        ? " AND (%1$s.type <> 'E' OR (%1$s.service_end IS NOT NULL AND %1$s.service_end %2$s AS DATE)))"
            .formatted(alias, compared)
        : "";
  }
}
