package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.loading.ClaimsLoad;
import io.bcda.store.TestSensitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of a search: whole, each once, for who asked it alone, and as long as it may be seen. */
class AcoPagesIT {
  private static final int CLAIMS = 500;
  private static final int PAGE = 50;

  /** An ACO with one person of 500 claims. */
  private record Scene(
      TestServer server, TestWorld world, AcoClient client, String id, String mbi) {

    static Scene in(TestServer server) {
      return in(server, CLAIMS);
    }

    static Scene in(TestServer server, int claims) {
      TestWorld world = new TestWorld(server);
      String mbi = TestWorld.mbi();
      String id = AcoReadsIT.person(world, mbi);
      List<String> lines =
          IntStream.range(1, claims)
              .mapToObj(n -> FhirWriter.claim(n + "-" + id, "Patient/" + id, "2024-03-02"))
              .toList();
      try {
        Path file = Files.createTempDirectory("pages").resolve(id + ".ndjson");
        assertThat(server.bean(ClaimsLoad.class).load(Files.write(file, lines)).refused())
            .isEmpty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      world.roster(RosterKind.CURRENT, AcoReadsIT.yesterday(server), mbi);
      return new Scene(server, world, world.client(), id, mbi);
    }

    SearchPage first() {
      return SearchPage.of(
          client.get("/api/v2/ExplanationOfBenefit?_count=" + PAGE + "&patient=" + id));
    }

    List<String> claims() {
      List<String> ids = new ArrayList<>(List.of("e-" + id));
      IntStream.range(1, CLAIMS).forEach(n -> ids.add(n + "-" + id));
      return ids;
    }

    SearchPage next(SearchPage page) {
      return SearchPage.of(client.get(page.next().orElseThrow()));
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenInsertsBetweenPages_whenPaged_thenEachClaimOnceAndFullPages(TestServer server) {
    Scene scene = Scene.in(server);
    SearchPage page = scene.first();
    List<String> found = new ArrayList<>(page.ids());
    int pages = 1;
    while (page.next().isPresent()) {
      scene.world.claim("new" + pages + "-" + scene.id, scene.id, LocalDate.parse("2024-03-02"));
      assertThat(page.ids()).hasSize(PAGE);
      assertThat(page.next().orElseThrow())
          .startsWith("http://localhost:8080/api/v2?_getpages=")
          .doesNotContain(scene.id)
          .doesNotContain(scene.mbi);
      page = scene.next(page);
      found.addAll(page.ids());
      pages++;
    }
    assertThat(pages).isEqualTo(CLAIMS / PAGE);
    assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(scene.claims());
    assertThat(AcoReadsIT.events(server, scene.world))
        .hasSize(pages)
        .startsWith("ExplanationOfBenefit search: shown 50")
        .endsWith("ExplanationOfBenefit page: shown 50");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenClaimsHiddenAndAnOptOutBetweenPages_whenPaged_thenNeverShown(TestServer server) {
    Scene scene = Scene.in(server);
    SearchPage first = scene.first();
    List<String> later = new ArrayList<>(scene.claims());
    later.removeAll(first.ids());
    List<String> hidden = later.subList(0, 20);
    hidden.forEach(claim -> TestSensitive.mark(server, claim, true));
    List<String> shown = later.subList(20, later.size());
    SearchPage page = scene.next(first);
    List<String> found = new ArrayList<>(page.ids());
    for (int i = 0; i < 3; i++) {
      page = scene.next(page);
      found.addAll(page.ids());
    }
    assertThat(found).doesNotHaveDuplicates().isSubsetOf(shown).isNotEmpty();
    scene.world.preference(scene.mbi, LocalDate.parse("2024-01-01"), false);
    assertThat(scene.next(page).ids()).isEmpty();
    assertThat(SearchPage.of(scene.client.get(page.next().orElseThrow())).bundle().toString())
        .doesNotContain(scene.id);
    hidden.forEach(claim -> TestSensitive.mark(server, claim, false)); // as its codes have it
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPersonOfThousandsOfClaims_whenSearched_thenAllAreFoundAndCounted(TestServer server) {
    int claims = 4000;
    Scene scene = Scene.in(server, claims);
    String search = "/api/v2/ExplanationOfBenefit?patient=" + scene.id;
    String count = scene.client.get(search + "&_summary=count").body();
    assertThat(AcoClient.json(count).get("total").asInt()).as(count).isEqualTo(claims);
    String dated = scene.client.get(search + "&_summary=count&service-date=2025").body();
    assertThat(AcoClient.json(dated).get("total").asInt()).isZero();
    List<String> all = SearchPage.of(scene.client.get(search + "&_count=500")).all(scene.client);
    assertThat(all).doesNotHaveDuplicates().hasSize(claims);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAStoredSearch_whenItIsOld_thenHapiDeletesItAndItNamesNoIdentifier(TestServer server) {
    Scene scene = Scene.in(server, 3);
    String form = "identifier=" + scene.mbi + "&_count=1";
    assertThat(SearchPage.of(scene.client.post("Patient/_search", form)).ids()).hasSize(1);
    String next =
        SearchPage.of(scene.client.get("/api/v2/ExplanationOfBenefit?_count=1&patient=" + scene.id))
            .next()
            .orElseThrow();
    PagingId id = PagingId.parse(next.replaceAll(".*_getpages=([^&]+).*", "$1")).orElseThrow();
    String stored = id.storedFor(scene.world.aco());
    String named = "SELECT count(*) FROM hfj_search WHERE search_query_string_vc LIKE ?";
    assertThat(server.db().queryForObject(named, Long.class, "%" + scene.mbi + "%")).isZero();
    assertThat(server.db().queryForObject(named, Long.class, "%" + scene.id + "%")).isEqualTo(2);
    int changed =
        server
            .db()
            .update(
                "UPDATE hfj_search SET created = ? WHERE search_uuid = ?",
                Timestamp.from(Instant.now().minus(Duration.ofHours(2))),
                stored);
    assertThat(changed).isEqualTo(1);
    server.bean(IStaleSearchDeletingSvc.class).schedulePollForStaleSearches();
    String kept = "SELECT count(*) FROM hfj_search WHERE search_uuid = ?";
    assertThat(server.db().queryForObject(kept, Long.class, stored)).isZero();
    assertThat(scene.client.get(next).statusCode()).isEqualTo(410);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPageOnWhichNobodyIsLeft_whenTurned_thenItLeadsOnToTheRest(TestServer server) {
    TestWorld world = new TestWorld(server);
    Map<String, String> mbis = new LinkedHashMap<>();
    for (int i = 0; i < 30; i++) {
      String mbi = TestWorld.mbi();
      mbis.put("turned-" + UUID.randomUUID(), mbi);
    }
    mbis.forEach(world::patient);
    world.roster(
        RosterKind.CURRENT, AcoReadsIT.yesterday(server), mbis.values().toArray(String[]::new));
    AcoClient client = world.client();
    SearchPage first =
        SearchPage.of(
            client.get("/api/v2/Patient?_count=1&_id=" + String.join(",", mbis.keySet())));
    SearchPage second = SearchPage.of(client.get(first.next().orElseThrow()));
    world.preference(mbis.get(second.ids().get(0)), LocalDate.parse("2024-01-01"), false);
    SearchPage again = SearchPage.of(client.get(first.next().orElseThrow()));
    assertThat(again.ids()).isEmpty();
    List<String> rest = new ArrayList<>(mbis.keySet());
    rest.removeAll(first.ids());
    rest.removeAll(second.ids());
    assertThat(again.all(client)).containsExactlyInAnyOrderElementsOf(rest);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPagingId_whenAnotherAsks_thenGoneAsOneThatNeverWas(TestServer server) {
    Scene scene = Scene.in(server);
    String next = scene.first().next().orElseThrow();
    TestWorld other = new TestWorld(server);
    other.roster(RosterKind.CURRENT, AcoReadsIT.yesterday(server), scene.mbi); // sees the same
    String never = next.replaceFirst("(_getpages=.{10}).{6}", "$1AAAAAA");
    HttpResponse<String> foreign = other.client().get(next);
    HttpResponse<String> unknown = other.client().get(never);
    HttpResponse<String> malformed = other.client().get("/api/v2?_getpages=x");
    assertThat(foreign.statusCode()).isEqualTo(410);
    assertThat(foreign.body())
        .contains("OperationOutcome")
        .isEqualTo(unknown.body())
        .isEqualTo(malformed.body());
    assertThat(foreign.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());
    assertThat(FhirWriter.of(server).get(next.substring(next.indexOf('?'))).statusCode())
        .isEqualTo(410);
    AcoClient colleague = AcoClient.of(server, scene.world.aco());
    assertThat(SearchPage.of(colleague.get(next)).ids()).hasSize(PAGE);
    AcoClient narrow = AcoClient.of(server, scene.world.aco(), "system/Patient.rs");
    assertThat(narrow.get(next).statusCode()).isEqualTo(403);
    // Neither what it is of nor when it was made can be changed.
    assertThat(narrow.get(next.replace("_getpages=E", "_getpages=P")).statusCode()).isEqualTo(410);
    assertThat(scene.client.get(next + "&patient=1").statusCode()).isEqualTo(400);
    assertThat(scene.client.get(next + "&_getpagesoffset=1").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnOldSearch_whenItsNextPageIsAsked_thenGone(TestServer server) {
    Scene scene = Scene.in(server);
    String next = scene.first().next().orElseThrow();
    try {
      server.clock().advance(Duration.ofMinutes(29));
      assertThat(SearchPage.of(scene.world.client().get(next)).ids()).hasSize(PAGE);
      server.clock().advance(Duration.ofMinutes(2));
      HttpResponse<String> late = scene.world.client().get(next);
      assertThat(late.statusCode()).isEqualTo(410);
      assertThat(late.body()).isEqualTo(scene.world.client().get("/api/v2?_getpages=x").body());
    } finally {
      server.clock().reset();
    }
  }
}
