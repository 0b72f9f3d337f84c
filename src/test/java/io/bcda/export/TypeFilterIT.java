package io.bcda.export;

import static io.bcda.store.ResourceKind.COVERAGE;
import static io.bcda.store.ResourceKind.EXPLANATION_OF_BENEFIT;
import static io.bcda.store.ResourceKind.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.export.SelectedExports.Asked;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.store.NdjsonSplicer;
import io.bcda.store.ResourceCursor;
import io.bcda.store.ResourceFilter;
import io.bcda.store.ResourceKind;
import io.bcda.store.SelectedLines;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.ExplanationOfBenefit.RemittanceOutcome;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An export with filters holds what HAPI's search finds for the same queries, and nothing else. */
class TypeFilterIT {
  private static final String TYPES = "http://example.org/claim-types";
  private static final String CLAIMS = "http://example.org/claims";
  private static final String TAGS = "http://example.org/tags";

  /** Start and end of each claim's period; none of both: no period. */
  private static final List<String> PERIODS =
      List.of(
          "2024-01-01/2024-12-31",
          "2024-03-10/2024-03-10",
          "2024-03-10/2024-04-02",
          "2024-03/2024-04",
          "2023/2024",
          "2024-03-10/",
          "/2024-03-10",
          "2024-03-10T08:00:00Z/2024-03-10T17:30:00Z",
          "2024-03-10T23:30:00-05:00/2024-03-11T01:00:00-05:00",
          "2025-01-01/2025-01-31",
          "/");

  private static final List<String> DATES =
      List.of(
          "2024",
          "2024-03",
          "2024-03-10",
          "2024-03-11",
          "2024-04-02",
          "2024-12-31",
          "2024-03-10T12:00:00Z",
          "2024-03-10T17:30:00Z");

  private static final List<String> PREFIXES =
      List.of("", "eq", "ne", "gt", "ge", "lt", "le", "sa", "eb");

  /** Two people of an ACO, with claims of all shapes. */
  private static final class World {
    private final TestServer server;
    private final SelectedExports exports;
    private final List<String> people = List.of("p" + stem(), "q" + stem());
    private final List<String> mbis = List.of(TestWorld.mbi(), TestWorld.mbi());
    private final Map<String, JsonNode> claims;

    World(TestServer server) {
      this.server = server;
      TestWorld world = new TestWorld(server);
      for (int i = 0; i < people.size(); i++) {
        world.patient(people.get(i), mbis.get(i));
        world.coverage("c" + people.get(i), people.get(i));
      }
      for (int i = 0; i < 4 * PERIODS.size(); i++) {
        world.put(claim(i, people.get(i % 2)));
      }
      Instant yesterday = server.clock().instant().minus(Duration.ofDays(1));
      world.roster(RosterKind.CURRENT, yesterday, mbis.toArray(String[]::new));
      this.exports = new SelectedExports(server, world);
      this.claims =
          exports.export(Asked.all()).lines("output").get("ExplanationOfBenefit").stream()
              .collect(Collectors.toMap(line -> line.get("id").asText(), line -> line));
    }

    private static String stem() {
      return UUID.randomUUID().toString().substring(0, 20);
    }

    private static ExplanationOfBenefit claim(int number, String person) {
      ExplanationOfBenefit claim = new ExplanationOfBenefit();
      claim.setId("e" + number + "-" + person);
      claim.setPatient(new Reference("Patient/" + person));
      claim.getType().addCoding().setSystem(TYPES).setCode(number % 3 == 0 ? "CARRIER" : "PDE");
      if (number % 4 == 0) {
        claim.getType().addCoding().setCode(number % 8 == 0 ? "40" : "CARRIER");
      }
      String[] period = PERIODS.get(number % PERIODS.size()).split("/", -1);
      if (!period[0].isEmpty()) {
        claim.getBillablePeriod().getStartElement().setValueAsString(period[0]);
      }
      if (period.length > 1 && !period[1].isEmpty()) {
        claim.getBillablePeriod().getEndElement().setValueAsString(period[1]);
      }
      claim.setOutcome(number % 5 == 0 ? RemittanceOutcome.PARTIAL : RemittanceOutcome.COMPLETE);
      claim.addIdentifier().setSystem(CLAIMS).setValue("n" + number);
      claim.getMeta().addTag().setSystem(TAGS).setCode(number % 2 == 0 ? "even" : "odd");
      return claim;
    }

    Set<String> exported(ResourceKind kind, String... queries) {
      AcoClient.Export export = exports.export(Asked.all().only(kind).filtered(kind, queries));
      JsonNode totals = export.manifest().at("/extension/totals");
      Map<String, Map<String, Integer>> output = export.output();
      Set<String> ids = output.getOrDefault(kind.fhirType(), Map.of()).keySet();
      assertThat(totals.get("resources").asInt()).isEqualTo(ids.size());
      return new TreeSet<>(ids);
    }

    /** What HAPI finds of these people. */
    Set<String> found(ResourceKind kind, Set<String> ours, String query) {
      FhirContext fhir = server.bean(FhirContext.class);
      SearchParameterMap search =
          server
              .bean(MatchUrlService.class)
              .translateMatchUrl(
                  kind.fhirType() + "?" + query, fhir.getResourceDefinition(kind.fhirType()));
      search.setLoadSynchronous(true);
      // Else it is among all that the tests before have left, and cut off at HAPI's largest page.
      TokenOrListParam among = new TokenOrListParam();
      ours.forEach(id -> among.add(new TokenParam(id)));
      search.add("_id", among);
      return server
          .bean(DaoRegistry.class)
          .getResourceDao(kind.fhirType())
          .search(search, new SystemRequestDetails())
          .getAllResources()
          .stream()
          .map(found -> found.getIdElement().getIdPart())
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The claims of which their JSON says so. */
    Set<String> where(Predicate<JsonNode> is) {
      return claims.entrySet().stream()
          .filter(claim -> is.test(claim.getValue()))
          .map(Map.Entry::getKey)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFiltersThatHapiCanSearchFor_whenExported_thenTheResourcesAreThoseOfTheSearch(
      TestServer server) {
    World world = new World(server);
    String person = world.people.get(0);
    List<String> queries =
        List.of(
            "type=CARRIER",
            "type=" + TYPES + "%7CCARRIER",
            "type=%7CCARRIER",
            "type=" + TYPES + "%7C",
            "type=40,PDE",
            "type=PDE&type=40",
            "type=carrier",
            "patient=" + person,
            "patient=Patient/" + person + "&service-date=ge2024-03-11&type=PDE",
            "service-date=ge2024-03-10&service-date=lt2024-04-02",
            "service-date=2024-03-10,2025",
            "_id=e0-" + person + ",e2-" + person,
            "_lastUpdated=gt2020-01-01",
            "_lastUpdated=lt2020-01-01");
    int matched = 0;
    for (String query : queries) {
      Set<String> found = world.found(EXPLANATION_OF_BENEFIT, world.claims.keySet(), query);
      assertThat(world.exported(EXPLANATION_OF_BENEFIT, query)).as(query).isEqualTo(found);
      matched += found.isEmpty() || found.size() == world.claims.size() ? 0 : 1;
    }
    assertThat(matched).isGreaterThan(8);
  }

  /** Without an export of each: seventy would take long, and do the same with each row. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenEveryPrefixAndPrecision_whenHeldAgainstEachClaim_thenTheyAreThoseOfTheSearch(
      TestServer server) {
    World world = new World(server);
    Map<String, Set<String>> differences = new LinkedHashMap<>();
    for (String prefix : PREFIXES) {
      for (String date : DATES) {
        String query = "service-date=" + prefix + date;
        String hapis = "service-date=" + prefix + forHapi(prefix, date);
        Set<String> found = world.found(EXPLANATION_OF_BENEFIT, world.claims.keySet(), hapis);
        Set<String> matching = new TreeSet<>(matching(world, query));
        if (!matching.equals(found)) {
          differences.put(query + " found by HAPI: " + found, matching);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  /**
   * HAPI takes the last day of a year or month as the bound of {@code ge}, and the first as that of
   * {@code le}, so that neither ge2024 nor le2024 finds a claim of March 2024. In FHIR both do (R4,
   * Search, "Prefixes": or the search value fully contains the target value), as by the other day.
   */
  private static String forHapi(String prefix, String date) {
    if (date.length() >= "2024-03-10".length() || !Set.of("ge", "le").contains(prefix)) {
      return date;
    }
    if (date.length() == "2024".length()) {
      return date + (prefix.equals("ge") ? "-01-01" : "-12-31");
    }
    return prefix.equals("ge") ? date + "-01" : YearMonth.parse(date).atEndOfMonth().toString();
  }

  private static Set<String> matching(World world, String query) {
    SelectedLines lines =
        new SelectedLines(
            world.server.bean(NdjsonSplicer.class),
            EXPLANATION_OF_BENEFIT,
            List.of(ResourceFilter.parse(EXPLANATION_OF_BENEFIT, query)),
            Optional.empty());
    return world.where(claim -> lines.line(row(claim)).isPresent());
  }

  private static ResourceCursor.Row row(JsonNode claim) {
    byte[] body = claim.toString().getBytes(StandardCharsets.UTF_8);
    Timestamp updated = Timestamp.from(Instant.parse("2026-01-01T00:00:00Z"));
    return new ResourceCursor.Row(1, 1, 1, claim.get("id").asText(), updated, body, "JSON");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFiltersThatHapiHasNoIndexFor_whenExported_thenTheClaimsAreThoseOfTheirJson(
      TestServer server) {
    World world = new World(server);

    assertThat(world.exported(EXPLANATION_OF_BENEFIT, "outcome=partial"))
        .isEqualTo(world.where(claim -> claim.get("outcome").asText().equals("partial")))
        .isNotEmpty();
    assertThat(world.exported(EXPLANATION_OF_BENEFIT, "_tag=" + TAGS + "%7Ceven"))
        .isEqualTo(world.where(claim -> claim.at("/meta/tag/0/code").asText().equals("even")))
        .isNotEmpty();
    assertThat(world.exported(EXPLANATION_OF_BENEFIT, "identifier=" + CLAIMS + "%7Cn3,n4"))
        .isEqualTo(
            world.where(
                claim -> Set.of("n3", "n4").contains(claim.at("/identifier/0/value").asText())))
        .hasSize(2);
    assertThat(world.exported(EXPLANATION_OF_BENEFIT, "outcome=queued")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFiltersOfPatientsAndCoverages_whenExported_thenTheyAreThoseOfTheSearch(
      TestServer server) {
    World world = new World(server);
    Set<String> people = Set.copyOf(world.people);
    for (String query :
        List.of(
            "identifier=" + world.mbis.get(1),
            "identifier=http://hl7.org/fhir/sid/us-mbi%7C" + world.mbis.get(0),
            "identifier=%7C" + world.mbis.get(0),
            "identifier=http://hl7.org/fhir/sid/us-mbi%7C")) {
      assertThat(world.exported(PATIENT, query))
          .as(query.substring(0, 14))
          .isEqualTo(world.found(PATIENT, people, query));
    }
    Set<String> coverages = people.stream().map("c"::concat).collect(Collectors.toSet());
    String query = "beneficiary=Patient/" + world.people.get(1);
    assertThat(world.exported(COVERAGE, query))
        .isEqualTo(world.found(COVERAGE, coverages, query))
        .containsExactly("c" + world.people.get(1));
    assertThat(
            server
                .db()
                .queryForList(
                    "SELECT selection FROM export_job WHERE selection IS NOT NULL", String.class))
        .isNotEmpty()
        .noneMatch(kept -> world.mbis.stream().anyMatch(kept::contains));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenSeveralFilters_whenExported_thenAnyOfItsTypeMatchesAndOtherTypesAreWhole(
      TestServer server) {
    World world = new World(server);

    AcoClient.Export export =
        world.exports.export(
            Asked.all()
                .filtered(
                    EXPLANATION_OF_BENEFIT, "type=40", "identifier=n1", "identifier=n1&type=40"));

    Map<String, Map<String, Integer>> output = export.output();
    assertThat(output.get("Patient").keySet()).isEqualTo(Set.copyOf(world.people));
    assertThat(output.get("Coverage")).hasSize(2);
    assertThat(new TreeSet<>(output.get("ExplanationOfBenefit").keySet()))
        .isEqualTo(
            world.where(
                claim ->
                    claim.at("/identifier/0/value").asText().equals("n1")
                        || codes(claim).anyMatch("40"::equals)));
    JsonNode totals = export.manifest().at("/extension/totals");
    int claims = output.get("ExplanationOfBenefit").size();
    assertThat(totals.get("filtered").asInt()).isEqualTo(world.claims.size() - claims);
    assertThat(totals.get("resources").asInt()).isEqualTo(claims + 4);
  }

  private static Stream<String> codes(JsonNode claim) {
    return StreamSupport.stream(claim.at("/type/coding").spliterator(), false)
        .map(coding -> coding.get("code").asText());
  }
}
