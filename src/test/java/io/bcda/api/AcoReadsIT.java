package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.bcda.attribution.RosterKind;
import io.bcda.auth.ClientStore;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.HapiEncoding;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.store.TestSensitive;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An ACO reads single resources: what it may see, and of all else nothing. */
class AcoReadsIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnAttributedPerson_whenItsResourcesAreRead_thenAsTheyAreStored(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    String id = person(world, mbi);
    world.roster(RosterKind.CURRENT, yesterday(server), mbi);
    AcoClient client = world.client();
    for (String path :
        List.of("Patient/" + id, "Coverage/c-" + id, "ExplanationOfBenefit/e-" + id)) {
      HttpResponse<String> answer = client.get("/api/v2/" + path + "?_format=json");
      assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/fhir+json");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      var json = AcoClient.json(answer.body());
      assertThat(json).isEqualTo(HapiEncoding.of(server, json));
      String etag = answer.headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> again = client.get("/api/v2/" + path, "If-None-Match", etag);
      assertThat(again.statusCode()).as(path).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.headers().firstValue("ETag")).contains(etag);
      assertThat(again.headers().firstValue("Cache-Control")).contains("no-store");
    }
    assertThat(events(server, world))
        .containsExactly(
            "Patient read: shown 1",
            "Patient read: unchanged",
            "Coverage read: shown 1",
            "Coverage read: unchanged",
            "ExplanationOfBenefit read: shown 1",
            "ExplanationOfBenefit read: unchanged");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenWhatAnAcoMayNotSee_whenRead_thenAsAnIdThatNothingHas(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mine = TestWorld.mbi();
    String out = TestWorld.mbi();
    String mineId = person(world, mine);
    String outId = person(world, out);
    String foreign = person(world, TestWorld.mbi());
    world.claim("h-" + mineId, mineId, LocalDate.parse("2024-03-02"));
    world.claim("d-" + mineId, mineId, LocalDate.parse("2024-03-02"));
    world.claim("n-" + mineId, "nobody-" + mineId, LocalDate.parse("2024-03-02"));
    world.preference(out, LocalDate.parse("2024-01-01"), false);
    world.roster(RosterKind.CURRENT, yesterday(server), mine, out);
    TestSensitive.mark(server, "h-" + mineId, true);
    FhirWriter.of(server).delete("ExplanationOfBenefit/d-" + mineId);
    AcoClient client = world.client();
    String unknown = client.get("/api/v2/Patient/" + UUID.randomUUID()).body();
    for (String path :
        List.of(
            "Patient/" + foreign,
            "Coverage/c-" + foreign,
            "ExplanationOfBenefit/e-" + foreign,
            "Patient/" + outId,
            "Coverage/c-" + outId,
            "ExplanationOfBenefit/e-" + outId,
            "ExplanationOfBenefit/h-" + mineId,
            "ExplanationOfBenefit/d-" + mineId,
            "ExplanationOfBenefit/n-" + mineId,
            "Coverage/" + mineId)) {
      HttpResponse<String> answer = client.get("/api/v2/" + path, "If-None-Match", "W/\"1\"");
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).as(path).isEqualTo(unknown);
    }
    TestSensitive.mark(server, "h-" + mineId, false); // as its codes have it
    assertThat(client.get("/api/v2/Patient/" + mineId).statusCode()).isEqualTo(200);
    assertThat(events(server, world)).hasSize(12).contains("Patient read: not found");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnOptOut_whenItIsLoaded_thenTheNextReadIsRefused(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    String id = person(world, mbi);
    world.roster(RosterKind.CURRENT, yesterday(server), mbi);
    AcoClient client = world.client();
    String path = "/api/v2/ExplanationOfBenefit/e-" + id;
    HttpResponse<String> before = client.get(path);
    assertThat(before.statusCode()).isEqualTo(200);
    world.preference(mbi, LocalDate.parse("2024-01-01"), false);
    String etag = before.headers().firstValue("ETag").orElseThrow();
    assertThat(client.get(path).statusCode()).isEqualTo(404);
    assertThat(client.get(path, "If-None-Match", etag).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenARunoutOnlyPerson_whenRead_thenWithTheClaimsOfThatYear(TestServer server) {
    TestWorld world = new TestWorld(server);
    String current = TestWorld.mbi();
    String left = TestWorld.mbi();
    person(world, current);
    String id = person(world, left);
    LocalDate newYear =
        LocalDate.ofInstant(server.clock().instant(), ZoneOffset.UTC).withDayOfYear(1);
    world.claim("last-" + id, id, newYear.minusDays(1));
    world.claim("this-" + id, id, newYear);
    world.claim("undated-" + id, id, null);
    world.roster(RosterKind.CURRENT, yesterday(server), current);
    world.roster(RosterKind.RUNOUT, yesterday(server), left);
    AcoClient client = world.client();
    assertThat(client.get("/api/v2/Patient/" + id).statusCode()).isEqualTo(200);
    assertThat(client.get("/api/v2/Coverage/c-" + id).statusCode()).isEqualTo(200);
    String claims = "/api/v2/ExplanationOfBenefit/";
    assertThat(client.get(claims + "last-" + id).statusCode()).isEqualTo(200);
    assertThat(client.get(claims + "this-" + id).statusCode()).isEqualTo(404);
    assertThat(client.get(claims + "undated-" + id).statusCode()).isEqualTo(404);
    SearchPage found =
        SearchPage.of(client.get("/api/v2/ExplanationOfBenefit?patient=Patient/" + id));
    assertThat(found.ids()).containsExactlyInAnyOrder("last-" + id, "e-" + id);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenNoRosterInForce_whenReadOrSearched_then404WithTheReasonAndAnEmptyPageWithIt(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    String id = person(world, TestWorld.mbi());
    AcoClient client = world.client();
    HttpResponse<String> read = client.get("/api/v2/Patient/" + id);
    assertThat(read.statusCode()).isEqualTo(404);
    String reason = AcoClient.json(read.body()).at("/issue/0/diagnostics").asText();
    assertThat(reason).contains("attribution");
    assertThat(client.get("/api/v2/Patient/" + UUID.randomUUID()).body()).isEqualTo(read.body());
    SearchPage page = SearchPage.of(client.get("/api/v2/Patient?_id=" + id));
    assertThat(page.ids()).isEmpty();
    assertThat(page.bundle().at("/entry/0/search/mode").asText()).isEqualTo("outcome");
    assertThat(page.bundle().at("/entry/0/resource/issue/0/diagnostics").asText())
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenScopes_whenReadOrSearched_thenWhatTheyOpen(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    String id = person(world, mbi);
    world.roster(RosterKind.CURRENT, yesterday(server), mbi);
    AcoClient client =
        AcoClient.of(server, world.aco(), "system/Patient.r system/ExplanationOfBenefit.s");
    assertThat(client.get("/api/v2/Patient/" + id).statusCode()).isEqualTo(200);
    assertThat(SearchPage.of(client.get("/api/v2/ExplanationOfBenefit?patient=" + id)).ids())
        .containsExactly("e-" + id);
    for (String path :
        List.of(
            "Patient?_id=" + id,
            "Coverage/c-" + id,
            "Coverage?beneficiary=" + id,
            "ExplanationOfBenefit/e-" + id)) {
      HttpResponse<String> answer = client.get("/api/v2/" + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
          .contains("insufficient_scope");
      assertThat(answer.body()).contains("OperationOutcome").doesNotContain(id);
    }
    assertThat(client.get("/api/v2/Patient/" + id + "/_history").statusCode()).isEqualTo(403);
    assertThat(client.get("/api/v2/Patient").statusCode()).isEqualTo(403);
    assertThat(client.get("/api/v2/ExplanationOfBenefit").statusCode()).isEqualTo(400);
    assertThat(events(server, world, "FHIR_REFUSED"))
        .containsExactly(
            "Patient: insufficient_scope",
            "Coverage: insufficient_scope",
            "Coverage: insufficient_scope",
            "ExplanationOfBenefit: insufficient_scope",
            "Patient: forbidden",
            "Patient: insufficient_scope");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAsManyUnderWayAsAClientMayHave_whenOneMore_then429UntilOneEnds(TestServer server) {
    TestWorld world = new TestWorld(server);
    AcoClient client = world.client();
    String id = server.bean(ClientStore.class).ofAco(world.aco()).get(0).id();
    ReadPace pace = server.bean(ReadPace.class);
    List<ServletRequestDetails> running = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      running.add(new ServletRequestDetails());
      pace.enter(id, running.get(i));
    }
    HttpResponse<String> busy = client.get("/api/v2/Patient?_id=1");
    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(busy.headers().firstValue("Retry-After")).contains("1");
    assertThat(busy.body()).contains("OperationOutcome", "throttled");
    assertThat(events(server, world, "FHIR_REFUSED")).containsExactly("Patient: busy");
    assertThat(world.client().get("/api/v2/Patient?_id=1").statusCode()).isEqualTo(200);
    pace.leave(running.get(0));
    for (int i = 0; i < 3; i++) { // whatever the answer, a request that ended counts no more
      assertThat(client.get("/api/v2/Patient?_id=1").statusCode()).isEqualTo(200);
      assertThat(client.get("/api/v2/Patient").statusCode()).isEqualTo(400);
      assertThat(client.get("/api/v2/Patient/1").statusCode()).isEqualTo(404);
    }
    running.forEach(pace::leave);
  }

  static String person(TestWorld world, String mbi) {
    String id = "read-" + UUID.randomUUID().toString().toLowerCase(Locale.ROOT);
    world.patient(id, mbi);
    world.coverage("c-" + id, id);
    world.claim("e-" + id, id, LocalDate.parse("2024-03-02"));
    return id;
  }

  static java.time.Instant yesterday(TestServer server) {
    return server.clock().instant().minus(Duration.ofDays(1));
  }

  static List<String> events(TestServer server, TestWorld world) {
    return events(server, world, "FHIR_READ");
  }

  private static List<String> events(TestServer server, TestWorld world, String kind) {
    return server
        .db()
        .queryForList(
            "SELECT outcome FROM audit_event WHERE kind = ? AND aco = ? ORDER BY id",
            String.class,
            kind,
            world.aco());
  }
}
