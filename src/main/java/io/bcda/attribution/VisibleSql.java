package io.bcda.attribution;

import io.bcda.store.IdentifierHashes;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.TaggedResources;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Asks which of the resources that somebody names one cohort can see. The hidden and those outside
 * the window are not among them. A person is judged before their resources are looked for: another
 * ACO's person takes no longer than nobody.
 */
@Component
class VisibleSql {
  private final KnowledgeSql knowledge;
  private final PeopleSql people;
  private final TaggedResources tagged;
  private final NamedParameterJdbcTemplate db;

  VisibleSql(
      KnowledgeSql knowledge,
      PeopleSql people,
      TaggedResources tagged,
      NamedParameterJdbcTemplate db) {
    this.tagged = tagged;
    this.knowledge = knowledge;
    this.people = people;
    this.db = db;
  }

  /** Ids of those that are named and can be seen, each once. */
  List<String> find(Cohort cohort, Map<String, Object> parameters, NamedResources named) {
    String conditions = "";
    if (!named.ids().isEmpty()) {
      parameters.put("ids", named.ids());
      conditions += " AND h.res_type = :resType AND h.fhir_id IN (:ids)";
    }
    if (!named.identifiers().isEmpty()) {
      conditions += identified(parameters, named.identifiers());
    }
    if (named.patient().isPresent()) {
      parameters.put("patient", named.patient().get());
      List<Long> person = person(cohort, parameters);
      if (person.isEmpty()) {
        return List.of();
      }
      parameters.put("person", person.get(0));
      conditions += " AND c.patient_pid = :person";
    } else {
      conditions += " AND " + people.isSeenNow("c.patient_pid", cohort);
    }
    String sql =
        """
        SELECT h.fhir_id FROM claim_index c JOIN hfj_resource h ON h.res_id = c.res_id
         WHERE c.type = :type AND %s%s
        """
            .formatted(open(cohort), conditions);
    List<String> found = db.queryForList(sql, parameters, String.class);
    return named.tags().isEmpty() ? found : tagged.having(named.tags(), named.kind(), found);
  }

  /** Those of some rows of HFJ_RESOURCE that can be seen, with their versions. */
  Map<Long, Long> among(Cohort cohort, Map<String, Object> parameters, Collection<Long> resIds) {
    parameters.put("resIds", resIds);
    String sql =
        "SELECT c.res_id, c.ver FROM claim_index c WHERE c.res_id IN (:resIds) AND %s AND %s"
            .formatted(open(cohort), people.isSeenNow("c.patient_pid", cohort));
    Map<Long, Long> versions = new HashMap<>();
    db.query(
        sql,
        parameters,
        row -> {
          versions.put(row.getLong(1), row.getLong(2));
        });
    return versions;
  }

  /** The person's row id, if the cohort sees that person. */
  private List<Long> person(Cohort cohort, Map<String, Object> parameters) {
    String sql =
        "SELECT h.res_id FROM hfj_resource h WHERE h.res_type = 'Patient' AND h.fhir_id = :patient AND "
            + people.isSeenNow("h.res_id", cohort);
    return db.queryForList(sql, parameters, Long.class);
  }

  private String open(Cohort cohort) {
    return knowledge.visible("c", "now")
        + " AND NOT c.hidden"
        + Visibility.window("c", cohort.now().services(), "Now");
  }

  private static String identified(Map<String, Object> parameters, IdentifierHashes identifiers) {
    parameters.put("ofBoth", identifiers.ofBoth());
    parameters.put("ofValue", identifiers.ofValue());
    // Two queries, for two indexes; an IN list may not be empty.
    String both = rows("s.hash_sys_and_value IN (:ofBoth)", identifiers.ofBoth().isEmpty());
    String value = rows("s.hash_value IN (:ofValue)", identifiers.ofValue().isEmpty());
    return " AND c.res_id IN (%s UNION ALL %s)".formatted(both, value);
  }

  private static String rows(String condition, boolean none) {
    return "SELECT s.res_id FROM hfj_spidx_token s WHERE " + (none ? "FALSE" : condition);
  }
}
