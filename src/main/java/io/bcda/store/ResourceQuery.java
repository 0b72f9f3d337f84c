package io.bcda.store;

import java.util.Map;

/**
 * A statement that selects resources in the order of the file, with the columns {@code ordinal,
 * res_id, ver, fhir_id, res_updated, res_text_vc, res_encoding}; the last three are null where the
 * body is gone. One over several kinds has two more: {@code type}, a kind's code, and {@code
 * patient}, the id of the Patient to whom the resource belongs.
 *
 * @param sql with named parameters
 */
public record ResourceQuery(String sql, Map<String, Object> parameters) {
  public ResourceQuery {
    parameters = Map.copyOf(parameters);
  }
}
