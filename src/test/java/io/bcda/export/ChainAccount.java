package io.bcda.export;

import io.bcda.harness.TestServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds a full export to the writers' own account.
 *
 * @param model what they know to have committed
 */
record ChainAccount(TestServer server, ChainModel model) {
  private static final String STATES =
      """
      SELECT c.ver, p.fhir_id, c.patient_ref, c.hidden, c.from_xid, c.to_xid
        FROM hfj_resource r JOIN claim_index c ON c.res_id = r.res_id
        LEFT JOIN hfj_resource p ON p.res_id = c.patient_pid
       WHERE r.fhir_id = ? ORDER BY c.id
      """;

  /** What is missing, too much, or of another edition, by key. */
  Map<String, String> faults(Map<String, String> full) {
    Map<String, String> faults = new TreeMap<>();
    Map<String, Integer> expected = model.visible();
    full.forEach(
        (key, line) -> {
          Integer edition = expected.remove(key);
          if (edition == null || edition != ChainBodies.edition(line)) {
            faults.put(key, text(key, edition, ChainBodies.text(line)));
          }
        });
    expected.forEach((key, edition) -> faults.put(key, text(key, edition, "none")));
    return faults;
  }

  private String text(String key, @Nullable Integer edition, String line) {
    return "must be seen: %s; written: %s; server: %s; index: %s"
        .formatted(edition, model.now(key), line, states(key.substring(key.indexOf('/') + 1)));
  }

  private List<String> states(String id) {
    return server
        .db()
        .query(
            STATES,
            (rs, i) ->
                "%s of %s %s, hidden %s, %s to %s"
                    .formatted(
                        rs.getString(1),
                        rs.getString(2),
                        rs.getString(3),
                        rs.getString(4),
                        rs.getString(5),
                        rs.getString(6)),
            id);
  }
}
