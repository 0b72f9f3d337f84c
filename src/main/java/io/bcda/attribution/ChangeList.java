package io.bcda.attribution;

import io.bcda.attribution.Visibility.Bucket;
import io.bcda.attribution.Visibility.Span;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.ResourceKind;
import io.bcda.store.ResourceQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rows of an export that tells what changed: tables change_list and change_row. They are found
 * once, from what changed, so that it costs what changed and not what there is; slices read them
 * from the list. They are the rows that {@link Visibility} finds by looking at every member.
 */
@Repository
public class ChangeList {
  /** About as many rows of the index as looking at one member reads. */
  private static final int ROWS_OF_A_MEMBER = 20;

  private static final String NUMBER =
      "(SELECT n.list_no FROM change_list n WHERE n.list_id = :list)";
  private static final String INSERT =
      """
      INSERT INTO change_row (list_no, part, type, ordinal, res_id, ver, fhir_id)
      SELECT CAST(:number AS BIGINT), '%s', q.type, q.ordinal, q.res_id, q.ver, q.fhir_id FROM (%s) q
      """;
  private static final String OF_LIST =
      "SELECT r.ordinal, r.res_id, r.ver, r.fhir_id AS gone_id FROM change_row r WHERE r.list_no = %s AND r.part = :part AND r.type = :type AND r.ordinal BETWEEN :first AND :last"
          .formatted(NUMBER);

  /** Whose a row is stands in the index, which names a state of it by the same version. */
  private static final String OF_LIST_IN_BLOCKS =
      """
      SELECT r.ordinal, r.res_id, r.ver, r.fhir_id AS gone_id, r.type,
             (SELECT max(c.patient_pid) FROM claim_index c
               WHERE c.res_id = r.res_id AND c.ver = r.ver) AS patient_pid
        FROM change_row r
       WHERE r.list_no = %s AND r.part = :part AND r.type IN (:types)
         AND r.ordinal BETWEEN :first AND :last
      """
          .formatted(NUMBER);

  private final KnowledgeSql knowledge;
  private final ChangeSheet sheet;
  private final NamedParameterJdbcTemplate db;
  private final TransactionTemplate transaction;

  ChangeList(
      KnowledgeSql knowledge,
      ChangeSheet sheet,
      NamedParameterJdbcTemplate db,
      PlatformTransactionManager transactions) {
    this.knowledge = knowledge;
    this.sheet = sheet;
    this.db = db;
    this.transaction = new TransactionTemplate(transactions);
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
   * Whether a list can have this type: claims only if their window of service dates has not moved.
   */
  public boolean canList(Cohort cohort, ResourceKind kind) {
    Sight then = cohort.then();
    return then != null
        && (kind != ResourceKind.EXPLANATION_OF_BENEFIT
            || then.services().equals(cohort.now().services()));
  }

  /**
   * Finds the rows, in place of those that were found before.
   *
   * @param list the list's name, of at most 36 characters
   * @param kinds some of those that it can have
   */
  public void find(String list, Cohort cohort, Set<ResourceKind> kinds) {
    if (!cohort.rule().comparesWithThen()
        || !kinds.stream().allMatch(kind -> canList(cohort, kind))) {
      throw new IllegalArgumentException("nothing to compare with");
    }
    transaction.executeWithoutResult(status -> write(list, cohort, kinds));
  }

  private void write(String list, Cohort cohort, Set<ResourceKind> kinds) {
    forget(list);
    Map<String, Object> values =
        CohortParameters.of(cohort, ResourceKind.PATIENT, new Span(1, Integer.MAX_VALUE));
    values.put("types", kinds.stream().map(ResourceKind::code).toList());
    sheet.fill(cohort, values);
    values.put("number", begin(list));
    db.update(INSERT.formatted(Part.OUTPUT.code, sheet.output(cohort)), values);
    if (cohort.rule().listsDeleted()) {
      db.update(INSERT.formatted(Part.DELETED.code, sheet.deleted(cohort)), values);
    }
  }

  /** The number of a new list: higher than those before, so that its rows come after theirs. */
  private long begin(String list) {
    Map<String, Object> values = Map.of("list", list);
    db.update("INSERT INTO change_list (list_id) VALUES (:list)", values);
    Long number =
        db.queryForObject(
            "SELECT n.list_no FROM change_list n WHERE n.list_id = :list", values, Long.class);
    return Objects.requireNonNull(number);
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

  /**
   * The bodies of several kinds of a part of the output, ordered by person, and of each by kind.
   */
  public ResourceQuery blocks(String list, Set<ResourceKind> kinds, Span span) {
    Map<String, Object> values = values(list, Part.OUTPUT, ResourceKind.PATIENT, span);
    values.put("types", Visibility.codes(kinds));
    return new ResourceQuery(Visibility.blocks(OF_LIST_IN_BLOCKS), values);
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

  /** The names of all lists. */
  public Set<String> lists() {
    return Set.copyOf(
        db.getJdbcTemplate().queryForList("SELECT list_id FROM change_list", String.class));
  }

  /** Removes a list that nobody will read again. */
  public void forget(String list) {
    Map<String, Object> values = Map.of("list", list);
    db.update("DELETE FROM change_row WHERE list_no = " + NUMBER, values);
    db.update("DELETE FROM change_list WHERE list_id = :list", values);
  }
}
