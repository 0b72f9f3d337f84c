package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.RosterKind;
import io.bcda.auth.AssertedTokens;
import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every id of an ACO, tried by everybody else over every method and path that takes such an id: not
 * let in, and told no more than of an id that nothing has. The two ACOs share a person.
 */
class IsolationMatrixIT {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** Two ACOs, what one of them has, and everybody else's tokens. */
  private record Scene(
      TestServer server, Belongings theirs, String theirToken, Map<Visitor, String> tokens) {

    /** What one asks of an id that is another's, and of one that nobody has. */
    void compare(SoftAssertions all, Visitor visitor, Door door, String method) {
      Raw foreign = ask(visitor, door, method, theirs.ids());
      Map<String, String> nobodys = theirs.unknown();
      Raw unknown = ask(visitor, door, method, nobodys);
      String what = "%s: %s %s on %s".formatted(visitor, method, door.target(), server);
      all.assertThat(foreign.status()).as(what).isEqualTo(door.status(visitor, method));
      all.assertThat(foreign.status()).as(what).isEqualTo(unknown.status());
      all.assertThat(headers(foreign)).as(what).isEqualTo(headers(unknown));
      all.assertThat(form(foreign, theirs.ids())).as(what).isEqualTo(form(unknown, nobodys));
    }

    /** The body, but for what the request itself said and for the time. */
    private static String form(Raw answer, Map<String, String> ids) {
      String text = answer.text().replaceAll("\"lastUpdated\":\"[^\"]+\"", "TIME");
      List<Map.Entry<String, String>> longestFirst =
          ids.entrySet().stream()
              .sorted(Comparator.comparing(id -> -id.getValue().length()))
              .toList();
      for (Map.Entry<String, String> id : longestFirst) {
        text = text.replace("=" + id.getValue(), "=" + id.getKey());
        text = text.replace("/" + id.getValue(), "/" + id.getKey());
      }
      return text;
    }

    private Raw ask(Visitor visitor, Door door, String method, Map<String, String> ids) {
      boolean management = door.room() == Door.Room.OPERATORS;
      String url = management ? server.managementUrl() : server.url();
      String token = tokens.get(visitor);
      String bearer = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
      return Raw.exchange(
          URI.create(url).getPort(),
          (method + " " + door.with(ids) + " HTTP/1.1\r\nHost: localhost\r\n")
              + "Connection: close\r\nAccept: application/fhir+json\r\n"
              + ("Prefer: respond-async\r\n" + bearer + "Content-Length: 0\r\n\r\n"));
    }

    private static Map<String, String> headers(Raw answer) {
      Map<String, String> headers = new HashMap<>(answer.headers());
      headers.remove("date");
      headers.remove("last-modified"); // of a search: now
      headers.remove("x-request-id"); // at random
      headers.remove("content-length"); // a search's answer repeats its URL
      return headers;
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenEveryIdOfAnAco_whenOthersTryEveryDoor_thenAsOfAnUnknownId(TestServer server) {
    server.files().open();
    Scene scene = scene(server);
    server.files().hold();
    try {
      scene.theirs.startRunning();
      SoftAssertions all = new SoftAssertions();
      for (Door door : Door.all()) {
        for (Visitor visitor : Visitor.values()) {
          if (!door.isHomeOf(visitor)) {
            METHODS.forEach(method -> scene.compare(all, visitor, door, method));
          }
        }
      }
      all.assertAll();
      scene.theirs.assertUntouched();
    } finally {
      server.files().open();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenATokenOfAnother_whenLookedAtOrRevoked_thenAsOneThatIsNone(TestServer server) {
    Scene scene = scene(server);
    String none = scene.theirToken.substring(0, scene.theirToken.length() - 8) + "AAAAAAAA";
    ClientStore clients = server.bean(ClientStore.class);
    for (IssuedSecret other :
        List.of(
            clients.create(new TestWorld(server).aco(), "other"),
            clients.createSystem("other"),
            clients.createOperator("other"))) {
      for (String path : List.of("/auth/introspect", "/auth/revoke")) {
        Raw foreign = form(server, path, basic(other.clientId(), other.secret()), scene.theirToken);
        Raw unknown = form(server, path, basic(other.clientId(), other.secret()), none);
        assertThat(foreign.status()).as(path).isEqualTo(200);
        assertThat(foreign.text())
            .isEqualTo(path.endsWith("revoke") ? "" : "{\"active\":false}")
            .isEqualTo(unknown.text());
        assertThat(Scene.headers(foreign)).as(path).isEqualTo(Scene.headers(unknown));
      }
      String id = scene.theirs.ids().get("client");
      Raw foreign = form(server, "/auth/token", basic(id, other.secret()), "");
      Raw unknown = form(server, "/auth/token", basic("no-" + id, other.secret()), "");
      assertThat(foreign.status()).isEqualTo(401);
      assertThat(foreign.text()).isEqualTo(unknown.text());
      assertThat(Scene.headers(foreign)).isEqualTo(Scene.headers(unknown));
    }
    String bearer = "Authorization: Bearer " + scene.theirToken;
    assertThat(Raw.send(server, "GET", "/api/v2/jobs", bearer).status()).isEqualTo(200);
  }

  private static String basic(String id, String secret) {
    byte[] both = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(both);
  }

  private static Raw form(TestServer server, String path, String basic, String token) {
    String body = token.isEmpty() ? "grant_type=client_credentials" : "token=" + token;
    return Raw.exchange(
        server,
        ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
            + ("Authorization: Basic " + basic + "\r\nContent-Length: " + body.length())
            + "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
            + body);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAForeignJob_whenAskedForAgainAndAgain_thenItTakesAsLongAsAnUnknownOne(
      TestServer server) {
    Scene scene = scene(server);
    Map<String, String> ids = scene.theirs.ids();
    String token = scene.tokens.get(Visitor.SECRET);
    AnswerTimes times = new AnswerTimes(server.url(), token, ids.get("job"), ids.get("file"));
    times.assertAlike("GET", "/api/v2/jobs/{job}");
    times.assertAlike("GET", "/data/{job}/{file}");
    times.assertAlike("DELETE", "/api/v2/jobs/{job}");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAForeignPerson_whenReadOrSearchedAgainAndAgain_thenItTakesAsLongAsNobody(
      TestServer server) {
    Scene scene = scene(server);
    Map<String, String> ids = scene.theirs.ids();
    String token = scene.tokens.get(Visitor.SECRET);
    AnswerTimes people = new AnswerTimes(server.url(), token, ids.get("patient"), "");
    people.assertAlike("GET", "/api/v2/Patient/{job}");
    people.assertAlike("GET", "/api/v2/Patient?_id={job}");
    people.assertAlike("GET", "/api/v2/Coverage?beneficiary={job}");
    people.assertAlike("GET", "/api/v2/ExplanationOfBenefit?patient={job}");
    AnswerTimes claims = new AnswerTimes(server.url(), token, ids.get("claim"), "");
    claims.assertAlike("GET", "/api/v2/ExplanationOfBenefit/{job}");
  }

  private static Scene scene(TestServer server) {
    TestWorld theirs = new TestWorld(server);
    TestWorld other = new TestWorld(server);
    String shared = TestWorld.mbi();
    String own = TestWorld.mbi();
    String foreign = TestWorld.mbi();
    person(theirs, shared);
    String patient = person(theirs, own);
    person(other, foreign);
    var time = server.clock().instant().minus(Duration.ofDays(1));
    theirs.roster(RosterKind.CURRENT, time, shared, own);
    other.roster(RosterKind.CURRENT, time, shared, foreign);

    ClientStore clients = server.bean(ClientStore.class);
    Belongings belongings = new Belongings(server, theirs, patient, own);
    IssuedSecret operator = clients.createOperator("matrix");
    IssuedSecret asserting = clients.create(other.aco(), "asserting");
    Map<Visitor, String> tokens = new EnumMap<>(Visitor.class);
    AcoClient secret = other.client();
    tokens.put(Visitor.SECRET, secret.token());
    tokens.put(Visitor.ASSERTION, AssertedTokens.of(server, asserting.clientId()));
    FhirWriter writer = FhirWriter.of(server);
    tokens.put(Visitor.SYSTEM, writer.token());
    tokens.put(
        Visitor.OPERATOR,
        AcoClient.at(server.url(), operator.clientId(), operator.secret()).token());
    AcoClient.Export seen = secret.export("Group/all/$export?_type=Patient");
    assertThat(seen.output().get("Patient")).hasSize(2).doesNotContainKey(patient);
    String job = seen.statusUrl();
    belongings.beside(job.substring(job.lastIndexOf('/') + 1), search(writer, patient));
    return new Scene(server, belongings, theirs.client().token(), tokens);
  }

  /** Of a system client, the only one who may search. */
  private static String search(FhirWriter writer, String patient) {
    String first = writer.get("ExplanationOfBenefit?_count=1&patient=" + patient).body();
    Matcher page = Pattern.compile("_getpages=([^&\"]+)").matcher(first);
    assertThat(page.find()).as(first).isTrue();
    return page.group(1);
  }

  private static String person(TestWorld world, String mbi) {
    String id = "matrix-" + UUID.randomUUID().toString().toLowerCase(Locale.ROOT);
    world.patient(id, mbi);
    world.coverage("c-" + id, id);
    world.claim("e-" + id, id, LocalDate.parse("2024-03-02"));
    world.claim("f-" + id, id, LocalDate.parse("2024-03-03"));
    return id;
  }
}
