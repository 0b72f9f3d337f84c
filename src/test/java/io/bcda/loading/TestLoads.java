package io.bcda.loading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.audit.AuditTrail;
import io.bcda.harness.TestServer;
import io.bcda.store.CanonicalReader;
import io.bcda.store.Watermark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What tests of loading ask of a running server. */
final class TestLoads {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TestLoads() {}

  static Path write(Path folder, String name, List<String> lines) throws IOException {
    return Files.write(
        folder.resolve(name),
        lines.isEmpty() ? new byte[0] : TestLines.utf8(lines.toArray(String[]::new)));
  }

  static List<String> reports(Path folder, String person) throws IOException {
    List<String> reports = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().contains(person)).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (text.startsWith("Claims file:")) {
          reports.add(text);
        }
      }
    }
    return reports;
  }

  static String join(List<String> lines) {
    return "\n" + String.join("\n\n", lines);
  }

  static LoadReport load(TestServer server, Path file) {
    return server.bean(ClaimsLoad.class).load(file);
  }

  /** A loader of the server whose batches are each seen as soon as they are written. */
  static ClaimsLoad inBatches(TestServer server, int bundleSize) {
    LoadingSettings set = server.bean(LoadingSettings.class);
    LoadingSettings own =
        new LoadingSettings(
            bundleSize,
            2,
            set.maxLine(),
            set.maxBadLines(),
            set.maxBadShare(),
            set.conflictRetries(),
            set.repeat(),
            set.writer(),
            0,
            set.nodes(),
            set.syntheticOnly());
    LoadLanes lanes =
        new LoadLanes(server.bean(FhirContext.class), server.bean(CanonicalReader.class), own);
    LoadPasses passes =
        new LoadPasses(
            lanes,
            server.bean(DeletionPass.class),
            server.bean(StoreWriters.class),
            server.bean(JdbcTransactionManager.class),
            own);
    ClaimsLoadStore loads = server.bean(ClaimsLoadStore.class);
    LoadRuns runs = new LoadRuns(passes, loads, server.bean(Watermark.class), own);
    return new ClaimsLoad(runs, loads, server.bean(AuditTrail.class), own, server.clock());
  }

  static JsonNode read(TestServer server, String id) throws IOException {
    IdType key = new IdType(id);
    IBaseResource found =
        server
            .bean(DaoRegistry.class)
            .getResourceDao(key.getResourceType())
            .read(key, new SystemRequestDetails());
    return JSON.readTree(
        server.bean(FhirContext.class).newJsonParser().encodeResourceToString(found));
  }

  static JsonNode withoutServersMeta(JsonNode resource) {
    ObjectNode copy = resource.deepCopy();
    ((ObjectNode) copy.get("meta")).remove(List.of("lastUpdated", "versionId"));
    return copy;
  }

  static List<Map<String, Object>> states(TestServer server) {
    return server.db().queryForList("SELECT res_id, ver, to_xid FROM claim_index ORDER BY id");
  }

  static long claimsOf(TestServer server, String patient) {
    return count(
        server,
        """
        SELECT count(*) FROM claim_index c JOIN hfj_resource p ON p.res_id = c.patient_pid
         WHERE p.fhir_id = ? AND c.type = 'E' AND c.to_xid IS NULL
        """,
        patient);
  }

  static long openRows(TestServer server, String patient) {
    return count(
        server,
        "SELECT count(*) FROM claim_index WHERE patient_ref = ? AND to_xid IS NULL",
        "Patient/" + patient);
  }

  static long count(TestServer server, String sql, Object... values) {
    Long count = server.db().queryForObject(sql, Long.class, values);
    return count == null ? -1 : count;
  }

  static Map<String, Object> row(TestServer server, LoadReport report) {
    return server.db().queryForMap("SELECT * FROM claims_load WHERE sha256 = ?", report.sha256());
  }

  static List<String> rowStates(TestServer server, LoadReport report) {
    return server
        .db()
        .queryForList(
            "SELECT state FROM claims_load WHERE sha256 = ? ORDER BY id",
            String.class,
            report.sha256());
  }

  static List<String> audit(TestServer server, String file) {
    return server
        .db()
        .queryForList(
            "SELECT outcome FROM audit_event WHERE kind = 'CLAIMS_LOADED' AND subject = ?",
            String.class,
            file);
  }
}
