package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.bench.ExportContestant.Exported;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * HAPI's own server on a copy of the database that ours has filled, with a Group of the people whom
 * ours exports.
 */
final class StockContestant implements AutoCloseable {
  private static final String NAME = "bench_stock";
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  /**
   * What our export leaves out is not there for HAPI's: it finds a claim by its link alone. And
   * what ours has left of its jobs does not concern it.
   */
  private static final List<String> PREPARED =
      List.of(
          """
          DELETE FROM hfj_res_link WHERE src_resource_id IN
                 (SELECT res_id FROM claim_index WHERE to_xid IS NULL AND hidden)
          """,
          "DELETE FROM bt2_work_chunk",
          "DELETE FROM bt2_job_instance",
          "VACUUM (ANALYZE)",
          "CHECKPOINT");

  private static final String MEMBERS =
      "SELECT 'Patient/' || h.fhir_id FROM (%s) p JOIN hfj_resource h ON h.res_id = p.patient_pid"
          .formatted(CopiedOut.PEOPLE);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Bench bench;
  private final BenchServer server;
  private final JdbcTemplate db;
  private final Statements statements;

  /**
   * Copies the database and starts the server.
   *
   * @param filled URL of the database; nobody may be connected to it
   */
  StockContestant(Bench bench, String filled) throws IOException {
    this.bench = bench;
    bench.say("starting HAPI's own server on a copy of the database");
    String url = bench.database().copy(filled, NAME);
    this.db = bench.database().at(url);
    PREPARED.forEach(db::execute);
    this.statements = new Statements(db);
    this.server = BenchServer.stock(bench, bench.emptied(NAME), url);
  }

  private void putGroup(List<String> members) throws IOException, InterruptedException {
    ObjectNode group = json.createObjectNode();
    group.put("resourceType", "Group").put("id", "all").put("type", "person").put("actual", true);
    ArrayNode list = group.putArray("member");
    members.forEach(member -> list.addObject().putObject("entity").put("reference", member));
    HttpRequest put =
        HttpRequest.newBuilder(uri("/Group/all"))
            .header("Content-Type", "application/fhir+json")
            .PUT(BodyPublishers.ofString(group.toString()))
            .build();
    HttpResponse<String> made = http.send(put, BodyHandlers.ofString());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
  }

  /**
   * Makes the Group and exports it once, from the kick-off to the manifest.
   *
   * @param expected resources that the files must bring
   */
  Exported export(ResourceSet expected) throws IOException, InterruptedException {
    putGroup(db.queryForList(MEMBERS, String.class));
    server.peakHeap();
    statements.reset();
    Optional<Duration> databaseCpu = bench.database().cpu();
    Duration cpu = server.cpu();
    long start = System.nanoTime();
    String status = kickOff();
    JsonNode manifest = manifest(status);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Duration used = server.cpu().minus(cpu);
    Optional<Duration> databaseUsed =
        databaseCpu.flatMap(b -> bench.database().cpu().map(after -> after.minus(b)));
    Optional<Long> calls = statements.calls();
    Optional<Integer> heap = server.peakHeap();
    ResourceSet brought = new ResourceSet();
    long bytes = read(manifest, brought);
    assertThat(brought).isEqualTo(expected);
    Measured measured = new Measured(brought.count(), bytes, time, used, databaseUsed, heap);
    return new Exported(status, manifest, measured, calls);
  }

  private String kickOff() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                uri("/Group/all/$export?_type=Patient,Coverage,ExplanationOfBenefit"))
            .header("Prefer", "respond-async")
            .build();
    HttpResponse<String> accepted = http.send(request, BodyHandlers.ofString());
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    return accepted.headers().firstValue("Content-Location").orElseThrow();
  }

  private JsonNode manifest(String status) throws IOException {
    HttpRequest ask = HttpRequest.newBuilder(URI.create(status)).build();
    List<HttpResponse<String>> last = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              server.assertAlive();
              last.clear();
              last.add(http.send(ask, BodyHandlers.ofString()));
              return last.get(0).statusCode() != 202;
            });
    assertThat(last.get(0).statusCode()).as(last.get(0).body()).isEqualTo(200);
    return json.readTree(last.get(0).body());
  }

  /** Adds what the files bring; returns their bytes. */
  private long read(JsonNode manifest, ResourceSet brought)
      throws IOException, InterruptedException {
    long bytes = 0;
    for (JsonNode item : manifest.get("output")) {
      HttpRequest get =
          HttpRequest.newBuilder(URI.create(item.get("url").asText()))
              .header("Accept", "application/fhir+ndjson")
              .build();
      HttpResponse<InputStream> file = http.send(get, BodyHandlers.ofInputStream());
      assertThat(file.statusCode()).isEqualTo(200);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(file.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          brought.addLine(line);
          bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
        }
      }
    }
    return bytes;
  }

  private URI uri(String path) {
    return URI.create(server.url() + StockHapi.BASE + path);
  }

  @Override
  public void close() {
    server.close();
    bench.database().drop(NAME);
  }
}
