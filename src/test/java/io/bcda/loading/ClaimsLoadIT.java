package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.harness.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimsLoadIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MBI = "1S00E00AA01";

  @TempDir Path folder;

  private final String person = "p-" + UUID.randomUUID();

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenBfdResources_whenLoaded_thenReadBackEqual_andAgainUnchanged(TestServer server)
      throws IOException {
    List<String> lines =
        TestLines.bfd().stream().map(line -> line.replace("567834", person)).toList();
    LoadReport first = load(server, write("bfd.ndjson", lines));
    assertThat(first.state()).as(first.text()).isEqualTo(LoadState.DONE);
    assertThat(first.counts().loaded()).isEqualTo(lines.size());
    for (String line : lines) {
      JsonNode sent = JSON.readTree(line);
      String id = sent.get("resourceType").asText() + "/" + sent.get("id").asText();
      assertThat(withoutServersMeta(read(server, id))).isEqualTo(withoutServersMeta(sent));
    }

    List<Map<String, Object>> states = states(server);
    LoadReport again = load(server, write("again.ndjson", Collections.nCopies(1, join(lines))));
    assertThat(again.counts()).isEqualTo(new LoadCounts(lines.size(), 0, 0, lines.size(), 0));
    assertThat(states(server)).isEqualTo(states);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSameBytesAgain_whenLoaded_thenSkippedWithANotice(TestServer server) throws IOException {
    Path file = write("one.ndjson", List.of(TestLines.patient(person, MBI), "rubbish"));
    LoadReport first = load(server, file);
    assertThat(first.counts()).isEqualTo(new LoadCounts(2, 1, 0, 0, 1));

    LoadReport again = load(server, Files.copy(file, folder.resolve("two.ndjson")));
    assertThat(again.state()).isEqualTo(LoadState.SKIPPED);
    assertThat(again.detail()).startsWith("already loaded on 2").contains("one.ndjson", "1 lines");
    assertThat(again.sha256()).isEqualTo(first.sha256());
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenGzipWithBadLines_whenLoaded_thenExactlyTheyAreReported(TestServer server)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("\uFEFF" + TestLines.patient(person, MBI));
    for (int i = 2; i <= 450; i++) {
      lines.add(TestLines.claim("e" + i + "-" + person, person) + (i % 2 == 0 ? "\r" : ""));
    }
    lines.set(99, "{\"resourceType\":\"Patient\"");
    lines.set(199, "");
    lines.set(299, TestLines.claim("x" + person, "1").replace("Patient/1", "Patient?x"));
    lines.set(449, TestLines.claim("bad_id", person));
    Path file = folder.resolve("claims.ndjson.gz");
    Files.write(file, TestLines.gzip(TestLines.utf8(lines.toArray(String[]::new))));

    LoadReport report = load(server, file);

    assertThat(report.state()).isEqualTo(LoadState.DONE);
    assertThat(report.counts()).isEqualTo(new LoadCounts(449, 446, 0, 0, 3));
    assertThat(report.refused())
        .extracting(RefusedLine::line, RefusedLine::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(100L, LineReason.NOT_JSON),
            org.assertj.core.groups.Tuple.tuple(300L, LineReason.NO_PATIENT),
            org.assertj.core.groups.Tuple.tuple(450L, LineReason.BAD_ID));
    assertThat(claimsOf(server, person)).isEqualTo(445);
    assertThat(row(server, report))
        .containsEntry("state", "DONE")
        .containsEntry("created", 446L)
        .containsEntry("refused", 3L);
    assertThat(audit(server, "claims.ndjson.gz")).anyMatch(s -> s.contains("446 created"));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenClaimsBeforeTheirPatient_whenLoaded_thenTheyAreTheirs(TestServer server)
      throws IOException {
    Path mixed =
        write(
            "mixed.ndjson",
            List.of(
                TestLines.coverage("k-" + person, person),
                TestLines.claim("e-" + person, person),
                TestLines.patient(person, MBI)));
    load(server, mixed);
    assertThat(claimsOf(server, person)).isEqualTo(1);

    String late = "late-" + person;
    load(server, write("claims.ndjson", List.of(TestLines.claim("f-" + person, late))));
    assertThat(claimsOf(server, late)).isZero();
    load(server, write("patients.ndjson", List.of(TestLines.patient(late, "1S00E00AA02"))));
    assertThat(claimsOf(server, late)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenResourceTwiceInAFile_whenLoaded_thenTheLaterLineWins(TestServer server)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (int day = 10; day < 31; day++) {
      for (int claim = 0; claim < 10; claim++) {
        lines.add(TestLines.claim(claim + "-" + person, person, "2024-03-" + day));
      }
    }
    LoadReport report = load(server, write("twice.ndjson", lines));
    assertThat(report.counts()).isEqualTo(new LoadCounts(210, 10, 200, 0, 0));
    for (int claim = 0; claim < 10; claim++) {
      JsonNode stored = read(server, "ExplanationOfBenefit/" + claim + "-" + person);
      assertThat(stored.at("/billablePeriod/end").asText()).isEqualTo("2024-03-30");
      assertThat(stored.at("/meta/versionId").asText()).isEqualTo("21");
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTwoFilesAtOnceOverTheSameResources_whenLoaded_thenNoLineIsLost(TestServer server)
      throws IOException {
    List<String> one = new ArrayList<>();
    List<String> two = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      one.add(TestLines.claim(i + "-" + person, person, "2024-03-11"));
      two.add(0, TestLines.claim(i + "-" + person, person, "2024-03-12"));
    }
    Path first = write("one.ndjson", one);
    Path second = write("two.ndjson", two);
    CompletableFuture<LoadReport> loading =
        CompletableFuture.supplyAsync(() -> load(server, first));
    LoadReport b = load(server, second);
    LoadReport a = loading.join();
    assertThat(a.state()).as(a.text()).isEqualTo(LoadState.DONE);
    assertThat(b.state()).as(b.text()).isEqualTo(LoadState.DONE);
    assertThat(a.counts().refused() + b.counts().refused()).isZero();
    assertThat(a.counts().created() + b.counts().created()).isEqualTo(300);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenStoreFailsOnOneResource_whenLoaded_thenOnlyItsLineIsLost(TestServer server)
      throws IOException {
    String poison = "poison-" + person;
    Path file = write("poison.ndjson", claimsWith(poison, 120, 60));
    LoadReport report =
        whileWriting(
            server,
            poison,
            n -> {
              throw new InternalErrorException("HAPI-9999: " + MBI);
            },
            () -> load(server, file));
    assertThat(report.state()).isEqualTo(LoadState.DONE);
    assertThat(report.counts()).isEqualTo(new LoadCounts(120, 119, 0, 0, 1));
    assertThat(report.refused().get(0).line()).isEqualTo(60);
    assertThat(report.text()).contains("HAPI-9999").doesNotContain(MBI);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnotherWriterWasQuicker_whenLoaded_thenTheBundleIsTriedAgain(TestServer server)
      throws IOException {
    String contested = "contested-" + person;
    Path file = write("contested.ndjson", claimsWith(contested, 50, 20));
    AtomicInteger calls = new AtomicInteger();
    LoadReport report =
        whileWriting(
            server,
            contested,
            n -> {
              calls.set(n);
              if (n <= 3) {
                throw new ResourceVersionConflictException("quicker");
              }
            },
            () -> load(server, file));
    assertThat(report.counts()).isEqualTo(new LoadCounts(50, 50, 0, 0, 0));
    assertThat(calls).hasValue(4);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLoadBrokenOff_whenLoadedAgain_thenTheContentIsWhole(TestServer server)
      throws IOException {
    String last = "last-" + person;
    Path file = write("killed.ndjson", claimsWith(last, 900, 890));
    LoadReport broken =
        whileWriting(
            server,
            last,
            n -> {
              server.bean(LoadRuns.class).endAll();
              throw new InternalErrorException("rolled back");
            },
            () -> load(server, file));
    assertThat(broken.state()).isEqualTo(LoadState.FAILED);
    assertThat(broken.counts().done()).isBetween(1L, 899L);
    assertThat(broken.state().shouldRetry()).isTrue();
    server
        .db()
        .update("UPDATE claims_load SET state = 'RUNNING' WHERE sha256 = ?", broken.sha256());

    LoadReport again = load(server, file);
    assertThat(again.state()).isEqualTo(LoadState.DONE);
    assertThat(again.counts().refused()).isZero();
    assertThat(again.counts().updated()).isZero();
    assertThat(again.counts().unchanged()).isEqualTo(broken.counts().created());
    assertThat(openRows(server, person)).isEqualTo(900);
    assertThat(rowStates(server, again)).containsExactly("FAILED", "DONE");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenDeletedResource_whenDeliveredAgain_thenItIsBack(TestServer server) throws IOException {
    load(server, write("a.ndjson", List.of(TestLines.patient(person, MBI))));
    server
        .bean(DaoRegistry.class)
        .getResourceDao("Patient")
        .delete(new IdType("Patient", person), new SystemRequestDetails());
    LoadReport report =
        load(server, write("b.ndjson", List.of("", TestLines.patient(person, MBI))));
    assertThat(report.counts().loaded()).isEqualTo(1);
    assertThat(report.counts().unchanged()).isZero();
    assertThat(read(server, "Patient/" + person).at("/birthDate").asText()).isEqualTo("1940-01-31");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLabelsTakenAway_whenLoaded_thenTheyAreGone(TestServer server) throws IOException {
    String labelled =
        TestLines.patient(person, MBI)
            .replace(
                "\"profile\"",
                "\"security\":[{\"system\":\"urn:s\",\"code\":\"R\"}],\"tag\":[{\"system\":\"urn:t\",\"code\":\"x\"}],\"profile\"");
    load(server, write("a.ndjson", List.of(labelled)));
    assertThat(read(server, "Patient/" + person).at("/meta/security")).hasSize(1);
    LoadReport report = load(server, write("b.ndjson", List.of(TestLines.patient(person, MBI))));
    assertThat(report.counts().updated()).isEqualTo(1);
    JsonNode meta = read(server, "Patient/" + person).at("/meta");
    assertThat(meta.has("security")).isFalse();
    assertThat(meta.has("tag")).isFalse();
    assertThat(meta.at("/profile")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenHopelessFile_whenLoaded_thenStopped_andDamagedOneRefused(TestServer server)
      throws IOException {
    List<String> rubbish = new ArrayList<>(Collections.nCopies(5000, "rubbish " + person));
    LoadReport hopeless = load(server, write("rubbish.ndjson", rubbish));
    assertThat(hopeless.state()).isEqualTo(LoadState.STOPPED);
    assertThat(hopeless.counts().refused()).isBetween(1001L, 4999L);
    LoadReport bad = load(server, write("bad.ndjson", List.of("rubbish " + person)));
    assertThat(bad.state()).isEqualTo(LoadState.STOPPED);

    byte[] gzip = TestLines.gzip(TestLines.utf8(TestLines.patient(person, MBI)));
    Path cut = folder.resolve("cut.ndjson.gz");
    Files.write(cut, java.util.Arrays.copyOf(gzip, gzip.length - 5));
    LoadReport damaged = load(server, cut);
    assertThat(damaged.state()).isEqualTo(LoadState.REFUSED);
    assertThat(damaged.counts().loaded()).isZero();
    assertThat(load(server, write("empty.ndjson", List.of())).state()).isEqualTo(LoadState.DONE);
  }

  // ---- facts

  private List<String> claimsWith(String id, int lines, int at) {
    List<String> claims = new ArrayList<>();
    for (int i = 1; i <= lines; i++) {
      claims.add(TestLines.claim(i == at ? id : i + "-" + person, person));
    }
    return claims;
  }

  private Path write(String name, List<String> lines) throws IOException {
    return Files.write(
        folder.resolve(name),
        lines.isEmpty() ? new byte[0] : TestLines.utf8(lines.toArray(String[]::new)));
  }

  private static String join(List<String> lines) {
    return "\n" + String.join("\n\n", lines);
  }

  private static LoadReport load(TestServer server, Path file) {
    return server.bean(ClaimsLoad.class).load(file);
  }

  private static JsonNode read(TestServer server, String id) throws IOException {
    IdType key = new IdType(id);
    IBaseResource found =
        server
            .bean(DaoRegistry.class)
            .getResourceDao(key.getResourceType())
            .read(key, new SystemRequestDetails());
    return JSON.readTree(
        server.bean(FhirContext.class).newJsonParser().encodeResourceToString(found));
  }

  private static JsonNode withoutServersMeta(JsonNode resource) {
    ObjectNode copy = resource.deepCopy();
    ((ObjectNode) copy.get("meta")).remove(List.of("lastUpdated", "versionId"));
    return copy;
  }

  private static List<Map<String, Object>> states(TestServer server) {
    return server.db().queryForList("SELECT res_id, ver, to_xid FROM claim_index ORDER BY id");
  }

  private static long claimsOf(TestServer server, String patient) {
    return count(
        server,
        """
        SELECT count(*) FROM claim_index c JOIN hfj_resource p ON p.res_id = c.patient_pid
         WHERE p.fhir_id = ? AND c.type = 'E' AND c.to_xid IS NULL
        """,
        patient);
  }

  private static long openRows(TestServer server, String patient) {
    return count(
        server,
        "SELECT count(*) FROM claim_index WHERE patient_ref = ? AND to_xid IS NULL",
        "Patient/" + patient);
  }

  private static long count(TestServer server, String sql, Object... values) {
    Long count = server.db().queryForObject(sql, Long.class, values);
    return count == null ? -1 : count;
  }

  private static Map<String, Object> row(TestServer server, LoadReport report) {
    return server.db().queryForMap("SELECT * FROM claims_load WHERE sha256 = ?", report.sha256());
  }

  private static List<String> rowStates(TestServer server, LoadReport report) {
    return server
        .db()
        .queryForList(
            "SELECT state FROM claims_load WHERE sha256 = ? ORDER BY id",
            String.class,
            report.sha256());
  }

  private static List<String> audit(TestServer server, String file) {
    return server
        .db()
        .queryForList(
            "SELECT outcome FROM audit_event WHERE kind = 'CLAIMS_LOADED' AND subject = ?",
            String.class,
            file);
  }

  /** Calls back, inside the store's transaction, each time a resource is about to be committed. */
  private static LoadReport whileWriting(
      TestServer server,
      String id,
      Consumer<Integer> then,
      java.util.function.Supplier<LoadReport> work) {
    IInterceptorService interceptors = server.bean(IInterceptorService.class);
    Tripwire wire = new Tripwire(id, then);
    interceptors.registerInterceptor(wire);
    try {
      return work.get();
    } finally {
      interceptors.unregisterInterceptor(wire);
    }
  }

  /** See {@link #whileWriting}. */
  @Interceptor
  public static final class Tripwire {
    private final String id;
    private final Consumer<Integer> then;
    private final AtomicInteger calls = new AtomicInteger();

    Tripwire(String id, Consumer<Integer> then) {
      this.id = id;
      this.then = then;
    }

    /** HAPI's hook. */
    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    public void created(IBaseResource resource) {
      if (id.equals(resource.getIdElement().getIdPart())) {
        then.accept(calls.incrementAndGet());
      }
    }
  }
}
