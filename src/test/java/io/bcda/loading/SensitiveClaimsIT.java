package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.store.SensitiveRemark;
import io.bcda.store.TestSensitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Claims of substance use are in no export, until the list of codes says otherwise. */
class SensitiveClaimsIT {
  private static final Path SAMHSA =
      Path.of("../shared/fixtures/bfd-v2/eobReadByPatientWithSamhsa.json");
  private static final String CLAIM = "ExplanationOfBenefit";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CODE =
      "\"diagnosis\":[{\"sequence\":1,\"diagnosisCodeableConcept\":{\"coding\":[{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":\"F10.10\"}]}}],";

  private final String tag = UUID.randomUUID().toString().substring(0, 13);
  private final String person = "p-" + tag;

  static Stream<Arguments> writers() {
    return Stream.of(TestServer.values())
        .flatMap(
            server ->
                Stream.of(RowWriter.class, BundleWriter.class)
                    .map(writer -> Arguments.of(server, writer)));
  }

  @ParameterizedTest
  @MethodSource("writers")
  void givenBfdsClaims_whenLoaded_thenThoseOfSubstanceUseAreInNoExportUntilTheListIsEmptied(
      TestServer server, Class<? extends StoreWriter> writer) throws IOException {
    assumeTrue(Files.exists(SAMHSA), "BFD fixtures are not here");
    AcoClient client = world(server);
    List<String> lines = new ArrayList<>();
    Map<String, JsonNode> sent = new TreeMap<>();
    String text = Files.readString(SAMHSA).replace("IGNORED_FIELD", "2024-01-02T03:04:05Z");
    for (JsonNode entry : JSON.readTree(text).get("entry")) {
      String line = entry.get("resource").toString().replace("567834", person);
      String id = entry.at("/resource/id").asText() + "-" + tag;
      lines.add(TestLines.withId(line, id));
      sent.put(id, bare(TestLines.withId(line, id)));
    }
    write(server, writer, lines);
    assertThat(claims(client, "")).containsOnlyKeys("pde-89-" + tag);

    try {
      TestSensitive.remark(server, "none");
      Map<String, JsonNode> shown = new TreeMap<>();
      for (JsonNode claim : client.export("Group/all/$export").lines("output").get(CLAIM)) {
        shown.put(claim.get("id").asText(), bare(claim.toString()));
      }
      assertThat(shown).isEqualTo(sent).hasSizeGreaterThan(1);
    } finally {
      TestSensitive.remark(server, "built-in");
    }
    assertThat(claims(client, "")).containsOnlyKeys("pde-89-" + tag);
  }

  @ParameterizedTest
  @MethodSource("writers")
  void givenAClaim_whenItsCodesChange_thenItGoesAndComes(
      TestServer server, Class<? extends StoreWriter> writer) {
    AcoClient client = world(server);
    write(server, writer, List.of(plain("a"), plain("b"), sensitive("c")));
    AcoClient.Export first = client.export("Group/all/$export");
    assertThat(first.output().get("ExplanationOfBenefit")).containsOnlyKeys(id("a"), id("b"));

    write(server, writer, List.of(sensitive("a"), plain("b"), plain("c")));
    AcoClient.Export second = since(client, first);
    assertThat(second.output()).isEqualTo(Map.of("ExplanationOfBenefit", Map.of(id("c"), 2)));
    assertThat(second.deleted()).isEqualTo(Map.of("ExplanationOfBenefit", List.of(id("a"))));

    write(server, writer, List.of(sensitive("a"), plain("b"), plain("c")));
    AcoClient.Export third = since(client, second);
    assertThat(third.output()).isEmpty();
    assertThat(third.deleted()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClaimWrittenByHapi_whenItIsSensitive_thenItIsInNoExport(TestServer server) {
    AcoClient client = world(server);
    ExplanationOfBenefit claim =
        server
            .bean(FhirContext.class)
            .newJsonParser()
            .parseResource(ExplanationOfBenefit.class, sensitive("a"));
    new TestWorld(server).put(claim);
    assertThat(claims(client, "")).isEmpty();

    claim.setDiagnosis(null);
    new TestWorld(server).put(claim);
    assertThat(claims(client, "")).containsOnlyKeys(id("a"));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnotherList_whenRemarked_thenClaimsComeAsChanged_andGoAsDeleted(TestServer server) {
    AcoClient client = world(server);
    write(server, RowWriter.class, List.of(plain("a"), sensitive("b")));
    AcoClient.Export first = client.export("Group/all/$export");
    assertThat(first.output().get("ExplanationOfBenefit")).containsOnlyKeys(id("a"));
    AcoClient.Export second;
    try {
      SensitiveRemark.Outcome shown = TestSensitive.remark(server, "none");
      assertThat(shown.shown()).isPositive();
      assertThat(shown.hidden()).isZero();
      assertThat(shown.read()).isGreaterThan(shown.shown());

      second = since(client, first);
      assertThat(second.output()).isEqualTo(Map.of("ExplanationOfBenefit", Map.of(id("b"), 1)));
      assertThat(second.deleted()).isEmpty();
    } finally {
      assertThat(TestSensitive.remark(server, "built-in").hidden()).isPositive();
    }
    AcoClient.Export third = since(client, second);
    assertThat(third.output()).isEmpty();
    assertThat(third.deleted()).isEqualTo(Map.of("ExplanationOfBenefit", List.of(id("b"))));

    SensitiveRemark.Outcome again = TestSensitive.remark(server, "built-in");
    assertThat(again.hidden() + again.shown()).isZero();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClaimThatWaitsForItsPatient_whenRemarked_thenItIsThePatientsStill(TestServer server) {
    write(server, RowWriter.class, List.of(sensitive("a")));
    try {
      TestSensitive.remark(server, "none");
      AcoClient client = world(server);
      assertThat(claims(client, "")).containsOnlyKeys(id("a"));
    } finally {
      TestSensitive.remark(server, "built-in");
    }
    assertThat(openRows(server)).containsExactly(id("a") + " 1 true");
  }

  /** Loads go on while claims are remarked; whoever comes second sees what the first did. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenALoadMeanwhile_whenRemarked_thenEachClaimHasOneRowAndItIsTheNewest(TestServer server) {
    world(server);
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(
            () -> {
              for (int day = 10; day < 20; day++) {
                List<String> lines = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                  lines.add(
                      (i % 2 == 0 ? plain("" + i) : sensitive("" + i)).replace("-31", "-" + day));
                }
                write(server, RowWriter.class, lines);
              }
            });
    try {
      while (!load.isDone()) {
        TestSensitive.remark(server, "none");
        TestSensitive.remark(server, "built-in");
      }
      load.join();
    } finally {
      TestSensitive.remark(server, "built-in");
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      expected.add(id("" + i) + " 10 " + (i % 2 == 1));
    }
    assertThat(openRows(server)).containsExactlyInAnyOrderElementsOf(expected);
  }

  private AcoClient world(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    world.patient(person, mbi);
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);
    return world.client();
  }

  private static AcoClient.Export since(AcoClient client, AcoClient.Export before) {
    return client.export(
        "Group/all/$export?_since=" + before.transactionTime().replace("+", "%2B"));
  }

  private static Map<String, Integer> claims(AcoClient client, String query) {
    return client.export("Group/all/$export" + query).output().getOrDefault(CLAIM, Map.of());
  }

  /** A claim but for what the server says of its version. */
  private static JsonNode bare(String claim) {
    JsonNode bare = AcoClient.json(claim);
    ((ObjectNode) bare.get("meta")).remove(List.of("versionId", "lastUpdated"));
    return bare;
  }

  private List<String> openRows(TestServer server) {
    return server
        .db()
        .query(
            """
            SELECT r.fhir_id, c.ver, c.hidden FROM claim_index c JOIN hfj_resource r ON r.res_id = c.res_id
             WHERE r.fhir_id LIKE ? AND r.res_type = 'ExplanationOfBenefit' AND c.to_xid IS NULL
            """,
            (rs, i) -> rs.getString(1) + " " + rs.getLong(2) + " " + rs.getBoolean(3),
            "%" + tag);
  }

  private static void write(
      TestServer server, Class<? extends StoreWriter> writer, List<String> lines) {
    ResourceGate gate = new ResourceGate(server.bean(FhirContext.class), false);
    server
        .bean(writer)
        .write(lines.stream().map(line -> gate.admit(TestLines.line(line))).toList());
  }

  private String id(String name) {
    return name + "-" + tag;
  }

  private String plain(String name) {
    return TestLines.claim(id(name), person);
  }

  private String sensitive(String name) {
    return plain(name).replace("\"outcome\"", CODE + "\"outcome\"");
  }
}
