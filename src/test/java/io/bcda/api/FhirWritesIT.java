package io.bcda.api;

import static io.bcda.harness.FhirWriter.claim;
import static io.bcda.harness.FhirWriter.coverage;
import static io.bcda.harness.FhirWriter.patient;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a system client writes over FHIR is what ACOs export. */
class FhirWritesIT {
  private static final String OPEN =
      "SELECT c.ver, r.res_ver FROM claim_index c JOIN hfj_resource r ON r.res_id = c.res_id"
          + " WHERE r.fhir_id = ? AND c.to_xid IS NULL";
  private static final String AUDIT =
      "SELECT outcome FROM audit_event WHERE kind = 'FHIR_WRITTEN' AND client_id = ? ORDER BY id";

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenATransaction_whenChangedAndDeletedLater_thenExportsFollow(TestServer server) {
    FhirWriter writer = FhirWriter.of(server);
    String mbi = TestWorld.mbi();
    AcoClient aco = acoOf(server, mbi);
    String one = id("claim");
    String two = id("claim");
    String person = "urn:uuid:" + UUID.randomUUID();

    HttpResponse<String> written =
        writer.bundle(
            "transaction",
            "PUT ExplanationOfBenefit/" + one + " " + claim(one, person, "2026-01-31"),
            "PUT ExplanationOfBenefit/" + two + " " + claim(two, person, "2026-01-31"),
            "POST Coverage " + coverage("", person),
            person + " POST Patient " + patient("", mbi));
    assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
    JsonNode answer = AcoClient.json(written.body());
    assertThat(answer.findValuesAsText("status")).hasSize(4).allMatch(s -> s.startsWith("201"));

    AcoClient.Export first = aco.export("Group/all/$export");
    assertThat(first.output().get("ExplanationOfBenefit")).isEqualTo(Map.of(one, 1, two, 1));
    assertThat(first.output().get("Patient")).hasSize(1);
    assertThat(first.output().get("Coverage")).hasSize(1);
    String patientId = first.output().get("Patient").keySet().iterator().next();
    String reference =
        first.lines("output").get("Coverage").get(0).at("/beneficiary/reference").asText();
    assertThat(reference).isEqualTo("Patient/" + patientId);

    assertThat(writer.put(claim(one, reference, "2026-02-01")).statusCode()).isEqualTo(200);
    assertThat(writer.delete("ExplanationOfBenefit/" + two).statusCode()).isEqualTo(200);
    AcoClient.Export next = aco.export("Group/all/$export?_since=" + first.transactionTime());
    assertThat(next.output()).isEqualTo(Map.of("ExplanationOfBenefit", Map.of(one, 2)));
    assertThat(next.deleted()).isEqualTo(Map.of("ExplanationOfBenefit", List.of(two)));

    assertThat(server.db().queryForList(AUDIT, String.class, writer.clientId()))
        .containsExactly(
            "transaction: create 1 Coverage, create 1 Patient, update 2 ExplanationOfBenefit",
            "update: update 1 ExplanationOfBenefit",
            "delete: delete 1 ExplanationOfBenefit");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPatient_whenItsMbiChanges_thenTheRosterFindsItByTheNewOne(TestServer server) {
    FhirWriter writer = FhirWriter.of(server);
    String mbi = TestWorld.mbi();
    AcoClient aco = acoOf(server, mbi);
    String person = id("pat");
    writer.put(patient(person, TestWorld.mbi()));
    assertThat(aco.export("Patient/$export").output()).isEmpty();

    assertThat(writer.put(patient(person, mbi)).statusCode()).isEqualTo(200);
    AcoClient.Export there = aco.export("Patient/$export");
    assertThat(there.output()).isEqualTo(Map.of("Patient", Map.of(person, 2)));

    writer.put(patient(person, TestWorld.mbi()));
    AcoClient.Export gone = aco.export("Patient/$export?_since=" + there.transactionTime());
    assertThat(gone.output()).isEmpty();
    assertThat(gone.deleted()).isEqualTo(Map.of("Patient", List.of(person)));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenClaimsBeforeTheirPatient_whenItComes_thenTheyAreItsOwn(TestServer server) {
    FhirWriter writer = FhirWriter.of(server);
    String mbi = TestWorld.mbi();
    AcoClient aco = acoOf(server, mbi);
    String person = id("pat");
    String claim = id("claim");
    String cover = id("cov");
    writer.put(claim(claim, "Patient/" + person, "2026-01-31"));
    writer.put(coverage(cover, "Patient/" + person));
    AcoClient.Export before = aco.export("Group/all/$export");
    assertThat(before.output()).isEmpty();

    writer.put(patient(person, mbi));
    assertThat(aco.export("Group/all/$export?_since=" + before.transactionTime()).output())
        .isEqualTo(
            Map.of(
                "Patient", Map.of(person, 1),
                "Coverage", Map.of(cover, 1),
                "ExplanationOfBenefit", Map.of(claim, 1)));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenATransactionThatFails_whenAsked_thenItLeftNothing(TestServer server) {
    FhirWriter writer = FhirWriter.of(server);
    String person = id("pat");
    String claim = id("claim");
    writer.put(patient(person, TestWorld.mbi()));
    String late =
        FhirWriter.bundleOf(
                "transaction",
                "PUT ExplanationOfBenefit/"
                    + claim
                    + " "
                    + claim(claim, "Patient/" + person, "2026"),
                "PUT Patient/" + person + " " + patient(person, TestWorld.mbi()))
            .replace(
                "\"url\":\"Patient/" + person + "\"",
                "\"url\":\"Patient/" + person + "\",\"ifMatch\":\"W/\\\"7\\\"\"");

    HttpResponse<String> answer = writer.send("POST", "", late);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(answer.body()).contains("OperationOutcome").doesNotContain(person, "HAPI-");
    assertThat(server.db().queryForList(OPEN, claim)).isEmpty();
    assertThat(writer.get("ExplanationOfBenefit/" + claim).statusCode()).isEqualTo(404);
    assertThat(server.db().queryForList(OPEN, person))
        .extracting(r -> r.get("ver"))
        .containsExactly(1L);
    assertThat(server.db().queryForList(AUDIT, String.class, writer.clientId())).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenABatch_whenOneEntryFails_thenTheOthersStandAndTheAnswerQuotesNothing(
      TestServer server) {
    FhirWriter writer = FhirWriter.of(server);
    String person = id("pat");
    writer.put(patient(person, TestWorld.mbi()));
    String claim = id("claim");
    String batch =
        FhirWriter.bundleOf(
                "batch",
                "PUT Patient/" + person + " " + patient(person, TestWorld.mbi()),
                "PUT ExplanationOfBenefit/"
                    + claim
                    + " "
                    + claim(claim, "Patient/" + person, "2026"))
            .replace(
                "\"url\":\"Patient/" + person + "\"",
                "\"url\":\"Patient/" + person + "\",\"ifMatch\":\"W/\\\"7\\\"\"");

    HttpResponse<String> answer = writer.send("POST", "", batch);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode entries = AcoClient.json(answer.body()).get("entry");
    assertThat(entries.at("/0/response/status").asText()).startsWith("409");
    assertThat(entries.at("/0/response/outcome/issue/0/diagnostics").asText())
        .contains("Another writer");
    assertThat(entries.at("/1/response/status").asText()).startsWith("201");
    assertThat(answer.body()).doesNotContain("HAPI-0");
    assertThat(server.db().queryForList(AUDIT, String.class, writer.clientId()))
        .last()
        .isEqualTo("batch: update 1 ExplanationOfBenefit");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTwoWritersOfOneResource_whenTheyMeet_thenOneStateIsOpen(TestServer server)
      throws Exception {
    FhirWriter writer = FhirWriter.of(server);
    String person = id("pat");
    writer.put(patient(person, TestWorld.mbi()));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String mbi = TestWorld.mbi();
      boolean bundle = i % 2 == 0;
      answers.add(
          threads.submit(
              () ->
                  (bundle
                          ? writer.bundle(
                              "transaction", "PUT Patient/" + person + " " + patient(person, mbi))
                          : writer.put(patient(person, mbi)))
                      .statusCode()));
    }
    threads.shutdown();
    for (Future<Integer> answer : answers) {
      assertThat(answer.get()).isIn(200, 409);
    }
    List<Map<String, Object>> open = server.db().queryForList(OPEN, person);
    assertThat(open).hasSize(1);
    assertThat(open.get(0).get("ver")).isEqualTo(open.get(0).get("res_ver"));
    assertThat(
            server
                .db()
                .queryForObject(
                    "SELECT count(*) FROM mbi_link m JOIN hfj_resource r ON r.res_id ="
                        + " m.patient_pid WHERE r.fhir_id = ? AND m.to_xid IS NULL",
                    Long.class,
                    person))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAResource_whenRead_thenAsFhirHasIt(TestServer server) {
    FhirWriter writer = FhirWriter.of(server);
    String mbi = TestWorld.mbi();
    HttpResponse<String> made = writer.send("POST", "Patient", patient("mine", mbi));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("ETag")).hasValue("W/\"1\"");
    String id = AcoClient.json(made.body()).get("id").asText();
    assertThat(id).isNotEqualTo("mine");
    assertThat(made.headers().firstValue("Location").orElseThrow())
        .endsWith("/api/v2/Patient/" + id + "/_history/1");

    assertThat(writer.put(patient(id, mbi, TestWorld.mbi()), "If-Match", "W/\"1\"").statusCode())
        .isEqualTo(200);
    HttpResponse<String> stale = writer.put(patient(id, mbi), "If-Match", "W/\"1\"");
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(stale.body()).doesNotContain(id);
    assertThat(writer.delete("Patient/" + id, "If-Match", "W/\"1\"").statusCode()).isEqualTo(412);
    assertThat(writer.get("Patient/" + id).body()).contains("\"versionId\":\"2\"");
    assertThat(writer.get("Patient/" + id + "/_history/1").body()).contains("\"versionId\":\"1\"");
    assertThat(AcoClient.json(writer.get("Patient/" + id + "/_history").body()).get("entry"))
        .hasSize(2);

    String claim = id("claim");
    writer.put(claim(claim, "Patient/" + id, "2026-03-04"));
    for (String search :
        List.of(
            "Patient?identifier=" + mbi,
            "Patient?_id=" + id,
            "ExplanationOfBenefit?patient=Patient/" + id,
            "ExplanationOfBenefit?patient=" + id + "&service-date=ge2026-03-01")) {
      HttpResponse<String> found = writer.get(search);
      assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
      assertThat(AcoClient.json(found.body()).get("entry")).as(search).hasSize(1);
    }
    HttpResponse<String> posted =
        writer.send(
            "POST",
            "Patient/_search",
            "identifier=" + mbi,
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(AcoClient.json(posted.body()).get("entry")).as(posted.body()).hasSize(1);
    HttpResponse<String> byText = writer.get("ExplanationOfBenefit?type:text=carrier");
    assertThat(byText.statusCode()).as(byText.body()).isBetween(400, 499);

    assertThat(writer.delete("Patient/" + id, "If-Match", "W/\"2\"").statusCode()).isEqualTo(200);
    assertThat(writer.get("Patient/" + id).statusCode()).isEqualTo(410);
    assertThat(writer.put(patient(id, mbi)).statusCode()).isEqualTo(201);
  }

  private static AcoClient acoOf(TestServer server, String... mbis) {
    TestWorld world = new TestWorld(server);
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbis);
    return world.client();
  }

  private static String id(String kind) {
    return kind + "-" + UUID.randomUUID();
  }
}
