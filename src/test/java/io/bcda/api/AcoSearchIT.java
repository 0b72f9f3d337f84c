package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.store.TestSensitive;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An ACO searches: by each parameter exactly what the facts say, and nothing of anybody else's. */
class AcoSearchIT {
  private static final String TYPES = "https://bluebutton.cms.gov/resources/codesystem/eob-type";
  private static final Map<TestServer, Facts> FACTS = new EnumMap<>(TestServer.class);

  /** One ACO's person with five claims, one of them hidden, and somebody else's. */
  private record Facts(
      AcoClient client,
      TestWorld world,
      String id,
      String mbi,
      String foreign,
      String foreignMbi) {}

  private static synchronized Facts facts(TestServer server) {
    return FACTS.computeIfAbsent(server, AcoSearchIT::build);
  }

  /** As their codes have it, for those who hold marks against codes. */
  @AfterAll
  static void unmark() {
    FACTS.forEach((server, facts) -> TestSensitive.mark(server, "4-" + facts.id(), false));
  }

  private static Facts build(TestServer server) {
    TestWorld world = new TestWorld(server);
    TestWorld other = new TestWorld(server);
    String mbi = TestWorld.mbi();
    String second = TestWorld.mbi();
    String foreignMbi = TestWorld.mbi();
    String id = AcoReadsIT.person(world, mbi);
    AcoReadsIT.person(world, second);
    String foreign = AcoReadsIT.person(other, foreignMbi);
    claim(world, 1, id, "2023-01-31", "CARRIER");
    claim(world, 2, id, "2024-02-29", "PDE");
    claim(world, 3, id, "2024-06-30", "CARRIER");
    claim(world, 4, id, "2024-07-01", "CARRIER");
    TestSensitive.mark(server, "4-" + id, true);
    world.roster(RosterKind.CURRENT, AcoReadsIT.yesterday(server), mbi, second);
    other.roster(RosterKind.CURRENT, AcoReadsIT.yesterday(server), foreignMbi);
    return new Facts(world.client(), world, id, mbi, foreign, foreignMbi);
  }

  private static void claim(TestWorld world, int number, String id, String day, String type) {
    ExplanationOfBenefit claim = new ExplanationOfBenefit();
    claim.setId(number + "-" + id);
    claim.setPatient(new Reference("Patient/" + id));
    claim.getBillablePeriod().getStartElement().setValueAsString(day);
    claim.getBillablePeriod().getEndElement().setValueAsString(day);
    if (number < 3) {
      claim.getMeta().addTag().setSystem("urn:system-type").setCode("NCH");
    }
    claim.getType().addCoding().setSystem(TYPES).setCode(type);
    world.put(claim);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenClaims_whenSearchedByGetAndByPost_thenExactlyThoseThatMatch(TestServer server) {
    Facts facts = facts(server);
    String patient = "patient=" + facts.id();
    assertClaims(facts, patient, "e", "1", "2", "3");
    assertClaims(facts, "patient=Patient/" + facts.id(), "e", "1", "2", "3");
    assertClaims(
        facts, "patient=http://localhost:8080/api/v2/Patient/" + facts.id(), "e", "1", "2", "3");
    // Of claim e the period's start is unknown, and so whether it lies in the year.
    assertClaims(facts, patient + "&service-date=2024", "2", "3");
    assertClaims(facts, patient + "&service-date=ge2024-02-29&service-date=lt2024-06-30", "e", "2");
    // R4, Search, "Prefixes": what the year or month fully contains is there, too.
    assertClaims(facts, patient + "&service-date=ge2024", "e", "2", "3");
    assertClaims(facts, patient + "&service-date=ge2024-03", "e", "3");
    assertClaims(facts, patient + "&service-date=le2024-02", "e", "1", "2");
    assertClaims(facts, patient + "&service-date=gt2024-02", "e", "3");
    assertClaims(facts, patient + "&service-date=lt2024-02", "e", "1");
    assertClaims(facts, patient + "&type=PDE", "2");
    assertClaims(facts, patient + "&type=" + encoded(TYPES + "|CARRIER"), "1", "3");
    assertClaims(facts, patient + "&type=" + encoded("PDE,CARRIER"), "1", "2", "3");
    assertClaims(facts, patient + "&type=" + encoded("urn:other|CARRIER"));
    assertClaims(facts, patient + "&_tag=NCH", "1", "2");
    assertClaims(facts, patient + "&_tag=" + encoded("urn:system-type|NCH"), "1", "2");
    assertClaims(facts, patient + "&_tag=" + encoded("|NCH,urn:other|NCH"));
    assertClaims(facts, patient + "&type=PDE&_tag=" + encoded("SharedSystem,NCH"), "2");
    assertClaims(facts, patient + "&_lastUpdated=gt2000-01-01", "e", "1", "2", "3");
    assertClaims(facts, patient + "&_lastUpdated=lt2000-01-01");
    assertClaims(facts, patient + "&_id=1-" + facts.id() + ",4-" + facts.id(), "1");
    assertClaims(facts, "_id=1-" + facts.id() + ",4-" + facts.id() + ",e-" + facts.foreign(), "1");
    assertClaims(facts, "patient=" + facts.foreign());
    assertClaims(facts, patient + "&_id=e-" + facts.foreign());
  }

  private static void assertClaims(Facts facts, String query, String... numbers) {
    String[] ids = Arrays.stream(numbers).map(n -> n + "-" + facts.id()).toArray(String[]::new);
    AcoClient client = facts.client();
    assertThat(SearchPage.of(client.get("/api/v2/ExplanationOfBenefit?" + query)).ids())
        .as(query)
        .containsExactlyInAnyOrder(ids);
    SearchPage posted = SearchPage.of(client.post("ExplanationOfBenefit/_search", query));
    assertThat(posted.ids()).as(query).containsExactlyInAnyOrder(ids);
    assertThat(SearchPage.link(posted.bundle(), "self"))
        .contains("http://localhost:8080/api/v2/ExplanationOfBenefit");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenPeopleAndCoverages_whenSearched_thenTheAcosOwn(TestServer server) {
    Facts facts = facts(server);
    AcoClient client = facts.client();
    String own = facts.id();
    assertThat(
            SearchPage.of(client.get("/api/v2/Patient?_id=" + own + "," + facts.foreign())).ids())
        .containsExactly(own);
    assertThat(SearchPage.of(client.get("/api/v2/Coverage?beneficiary=" + own)).ids())
        .containsExactly("c-" + own);
    assertThat(SearchPage.of(client.get("/api/v2/Coverage?beneficiary=" + facts.foreign())).ids())
        .isEmpty();
    for (String identifier :
        List.of(
            facts.mbi(),
            "http://hl7.org/fhir/sid/us-mbi|" + facts.mbi(),
            facts.foreignMbi() + "," + facts.mbi())) {
      HttpResponse<String> found =
          client.post("Patient/_search", "identifier=" + encoded(identifier));
      assertThat(SearchPage.of(found).ids()).containsExactly(own);
      assertThat(SearchPage.link(SearchPage.of(found).bundle(), "self"))
          .contains("http://localhost:8080/api/v2/Patient");
    }
    for (String identifier :
        List.of("urn:other|" + facts.mbi(), "|" + facts.mbi(), facts.foreignMbi())) {
      assertThat(
              SearchPage.of(client.post("Patient/_search", "identifier=" + encoded(identifier)))
                  .ids())
          .as(identifier)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSummaries_whenAsked_thenCountedIsWhatMayBeSeen(TestServer server) {
    Facts facts = facts(server);
    String all = "/api/v2/ExplanationOfBenefit?patient=" + facts.id();
    var count = AcoClient.json(facts.client().get(all + "&_summary=count").body());
    assertThat(count.get("total").asInt()).isEqualTo(4);
    assertThat(count.has("entry")).isFalse();
    var none =
        AcoClient.json(
            facts
                .client()
                .get("/api/v2/ExplanationOfBenefit?_summary=count&patient=" + facts.foreign())
                .body());
    assertThat(none.get("total").asInt()).isZero();
    SearchPage summary = SearchPage.of(facts.client().get(all + "&_summary=true"));
    assertThat(summary.ids()).hasSize(4);
    assertThat(summary.bundle().at("/entry/0/resource/meta/tag").findValuesAsText("code"))
        .contains("SUBSETTED"); // beside its own, whichever comes first
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnothersPerson_whenSearched_thenTheAnswerIsThatForNobody(TestServer server) {
    Facts facts = facts(server);
    for (String query :
        List.of(
            "Patient?_id=%s",
            "Coverage?beneficiary=%s",
            "Coverage?_id=c-%s",
            "ExplanationOfBenefit?patient=%s",
            "ExplanationOfBenefit?patient=%s&_count=1&service-date=2024",
            "ExplanationOfBenefit?_id=e-%s",
            "ExplanationOfBenefit?patient=%s&_summary=count")) {
      String nobody = "read-" + UUID.randomUUID();
      assertThat(form(facts.client(), query, facts.foreign()))
          .as(query)
          .isEqualTo(form(facts.client(), query, nobody));
    }
  }

  /** Status, names of headers and body, but for the id that was asked and the time. */
  private static String form(AcoClient client, String query, String id) {
    HttpResponse<String> answer = client.get("/api/v2/" + query.formatted(id));
    return answer.statusCode()
        + " "
        + answer.headers().map().keySet()
        + answer.body().replace(id, "ID").replaceAll("\"lastUpdated\":\"[^\"]+\"", "TIME");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSearches_whenTheyEnd_thenOneAuditEventEachWithoutWhatWasAsked(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    String id = AcoReadsIT.person(world, mbi);
    world.roster(RosterKind.CURRENT, AcoReadsIT.yesterday(server), mbi);
    AcoClient client = world.client();
    client.get("/api/v2/ExplanationOfBenefit?patient=" + id);
    client.post("Patient/_search", "identifier=" + mbi);
    client.get("/api/v2/Coverage?_summary=count&beneficiary=" + id);
    assertThat(AcoReadsIT.events(server, world))
        .containsExactly(
            "ExplanationOfBenefit search: shown 1",
            "Patient search: shown 1",
            "Coverage search: counted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Patient||must name one of",
        "Coverage?_lastUpdated=gt2020||must name one of",
        "ExplanationOfBenefit?type=PDE&service-date=2024||must name one of",
        "Patient?identifier=1S00A00AA00|identifier|POST",
        "Patient?_id=1&name=x||no other parameter",
        "Patient?_id=1&_include=Patient:organization||no other parameter",
        "Patient?_id=1&_revinclude=Coverage:beneficiary||no other parameter",
        "Patient?_has:Coverage:beneficiary:_id=1||no other parameter",
        "ExplanationOfBenefit?patient.identifier=x||no other parameter",
        "ExplanationOfBenefit?patient:Patient=1||no other parameter",
        "ExplanationOfBenefit?patient=1&type:not=PDE||no other parameter",
        "ExplanationOfBenefit?patient=1&_sort=service-date||no other parameter",
        "ExplanationOfBenefit?patient=1&_contained=true||no other parameter",
        "ExplanationOfBenefit?patient=1&_offset=1||no other parameter",
        "ExplanationOfBenefit?patient=1&_elements=id||no other parameter",
        "ExplanationOfBenefit?patient=1&_getpages=x||no other parameter",
        "ExplanationOfBenefit?patient=1,2|patient|one Patient",
        "ExplanationOfBenefit?patient=Group/1|patient|one Patient",
        "ExplanationOfBenefit?patient=http://example.org/Patient/1|patient|one Patient",
        "ExplanationOfBenefit?patient=1&patient=2|patient|only once",
        "ExplanationOfBenefit?patient=1&_count=0|_count|from 1 on",
        "ExplanationOfBenefit?patient=1&_count=x|_count|from 1 on",
        "ExplanationOfBenefit?patient=1&_total=accurate|_total|none",
        "ExplanationOfBenefit?patient=1&_total=estimate|_total|none",
        "ExplanationOfBenefit?patient=1&_summary=text|_summary|count",
        "ExplanationOfBenefit?patient=1&service-date=yesterday|service-date|date",
        "ExplanationOfBenefit?patient=1&service-date=2024-13-01|service-date|date",
        "ExplanationOfBenefit?patient=1&service-date=ap2024|service-date|date",
        "ExplanationOfBenefit?patient=1&service-date=2024,2025|service-date|date",
        "ExplanationOfBenefit?patient=1&_lastUpdated=2024&_lastUpdated=2024&_lastUpdated=2024|_lastUpdated|twice",
        "ExplanationOfBenefit?patient=1&type=|type|code",
        "Patient?_id=|_id|ids",
        "Patient?_id=a/b|_id|ids"
      })
  void givenASearchThatIsNotAsItShouldBe_whenSent_then400NamingTheParameter(
      String path, String parameter, String words) {
    HttpResponse<String> answer = facts(TestServer.H2).client().get("/api/v2/" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    var issue = AcoClient.json(answer.body()).at("/issue/0");
    assertThat(issue.at("/diagnostics").asText()).contains(words).doesNotContain("1S00A00AA00");
    if (parameter != null) {
      assertThat(issue.at("/expression/0").asText()).isEqualTo(parameter);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Patient/_search?identifier=x", "Patient/_search?_id=1"})
  void givenParametersInTheUrlOfAPost_whenSent_then400(String path) {
    HttpResponse<String> answer = facts(TestServer.H2).client().post(path, "_id=1");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @Test
  void givenMoreIdsThanAllowed_whenSearched_then400() {
    String ids = String.join(",", java.util.Collections.nCopies(101, "a"));
    HttpResponse<String> answer =
        facts(TestServer.H2).client().post("Patient/_search", "_id=" + ids);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("at most 100");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
