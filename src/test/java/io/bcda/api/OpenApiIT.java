package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.api.PublicApi.Promise;
import io.bcda.harness.AcoClient;
import io.bcda.harness.ServedPaths;
import io.bcda.harness.TestServer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The description of the public API holds: each path, method, status and media type that it names
 * is met on the running server, and the server has no other.
 */
class OpenApiIT {
  /** For what no database has a part in. */
  private static final TestServer SERVER = TestServer.H2;

  private static final PublicApi API = new PublicApi(OpenApiTest.text());

  private static final Map<TestServer, OpenApiScene> SCENES = new EnumMap<>(TestServer.class);
  private static final Map<TestServer, OpenApiAttempts> ATTEMPTS = new EnumMap<>(TestServer.class);

  @BeforeAll
  static void prepare() {
    for (TestServer server : TestServer.values()) {
      server.files().open();
      SCENES.put(server, new OpenApiScene(server));
      ATTEMPTS.put(server, new OpenApiAttempts(SCENES.get(server)));
    }
  }

  @AfterAll
  static void end() {
    for (TestServer server : TestServer.values()) {
      server.files().open();
    }
  }

  static Stream<Arguments> promises() {
    return Stream.of(TestServer.values())
        .flatMap(server -> API.promises().stream().map(promise -> arguments(server, promise)));
  }

  @ParameterizedTest
  @MethodSource("promises")
  void givenAPromise_whenTried_thenKept(TestServer server, Promise promise) {
    Raw answer = ATTEMPTS.get(server).attempt(promise);
    assertThat(answer.status()).as(answer.text()).isEqualTo(promise.status());
    if (promise.type().isEmpty()) {
      assertThat(answer.text()).isEmpty();
    } else {
      assertThat(answer.header("Content-Type").split(";")[0]).isEqualTo(promise.type());
    }
    if (promise.type().matches("application/(fhir\\+)?json")) {
      JsonNode json = AcoClient.json(answer.text());
      assertThat(PublicSchema.faults(API, promise, json)).as(answer.text()).isEmpty();
    }
    for (String header : headers(promise)) {
      assertThat(answer.headers()).containsKey(header.toLowerCase(java.util.Locale.ROOT));
    }
  }

  /** Those that are always there; of the others the description says when. */
  private static Set<String> headers(Promise promise) {
    Map<String, Object> responses =
        PublicApi.map(API.operations().get(promise.operation()).get("responses"));
    Map<String, Object> answer =
        API.resolved(PublicApi.map(responses.get(String.valueOf(promise.status()))));
    Set<String> named = new TreeSet<>();
    if (answer.get("headers") != null) {
      named.addAll(PublicApi.map(answer.get("headers")).keySet());
    }
    named.removeAll(Set.of("Secret-Expires", "Link", "Content-Encoding"));
    if (promise.type().equals("application/json")) {
      named.remove("X-Export-Status"); // of a job whose client did not prefer it
    }
    if (promise.status() == 403 || !promise.path().startsWith("/api/v2/jobs/")) {
      named.removeAll(Set.of("Expires"));
    }
    if (promise.status() == 403) {
      named.remove("WWW-Authenticate"); // of a token without the scope
    }
    return named;
  }

  @Test
  void givenTheServer_whenItsPathsAreListed_thenTheDescriptionHasEach() {
    Set<String> described = new TreeSet<>();
    API.operations().keySet().forEach(o -> described.add(o.replaceAll("\\{\\w+}", "{}")));
    Set<String> served = new TreeSet<>();
    ServedPaths.of(
            SERVER
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class))
        .forEach(path -> served.add(path.replaceAll("\\{\\w+}", "{}")));
    assertThat(served).hasSizeGreaterThan(10);
    assertThat(described).containsAll(served);
  }

  @Test
  void givenTheAttempts_whenComparedWithTheDescription_thenNothingElseIsTried() {
    Set<String> promised = new TreeSet<>();
    API.promises()
        .forEach(
            p -> {
              promised.add(p.operation() + " " + p.status());
              promised.add(p.operation() + " " + p.status() + " " + p.type());
            });
    assertThat(promised).containsAll(ATTEMPTS.get(SERVER).special());
  }

  /** What is not known is refused with the names of all that is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v2/Patient",
        "GET /api/v2/Coverage",
        "GET /api/v2/ExplanationOfBenefit",
        "POST /api/v2/Patient/_search",
        "POST /api/v2/Coverage/_search",
        "POST /api/v2/ExplanationOfBenefit/_search",
        "GET /api/v2/$export",
        "GET /api/v2/Patient/$export",
        "GET /api/v2/Group/{groupId}/$export",
        "POST /api/v2/$export",
        "POST /api/v2/Patient/$export",
        "POST /api/v2/Group/{groupId}/$export"
      })
  void givenAParameterThatIsNotKnown_whenRefused_thenThoseOfTheDescriptionAreTold(
      String operation) {
    String[] parts = operation.split(" ");
    String refused =
        ATTEMPTS
            .get(SERVER)
            .attempt(new Promise(parts[0], parts[1], 400, "application/fhir+json"))
            .text();
    Set<String> told = OpenApiAttempts.namesIn(refused);
    if (parts[0].equals("GET")) { // never in a URL
      told.removeAll(parts[1].endsWith("$export") ? Set.of("patient") : Set.of("identifier"));
    }
    Set<String> described = API.parameterNames(operation);
    described.remove("includeAssociatedData"); // known, and refused for what it is
    assertThat(described).hasSizeGreaterThan(6).isEqualTo(told);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenEachOperation_whenAskedByAllAndInOddWays_thenNothingIsAnsweredThatIsNotNamed(
      TestServer server) {
    OpenApiScene scene = SCENES.get(server);
    SoftAssertions all = new SoftAssertions();
    for (String operation : API.operations().keySet()) {
      if (!operation.startsWith("DELETE")) {
        String[] parts = operation.split(" ");
        Set<Integer> named = API.statuses(operation);
        for (String query : List.of("", "?_nothing=1", "?_type=none", "?_count=none")) {
          for (String who :
              List.of(
                  "X-None: 1",
                  OpenApiScene.bearer("bad"),
                  scene.token(),
                  scene.deniedToken(),
                  OpenApiScene.bearer(scene.writer().token()))) {
            Raw answer = scene.send(parts[0], ATTEMPTS.get(server).some(parts[1]) + query, "", who);
            all.assertThat(answer.status())
                .as(operation + query + " " + who.replaceFirst("Bearer .*", ""))
                .isIn(named);
          }
        }
      }
    }
    all.assertAll();
  }

  @Test
  void givenTheFile_whenServed_thenAsYamlWithTheAddressOfTheServerAndAnETag() {
    Raw answer = Raw.send(SERVER, "GET", "/openapi.yaml", "Accept: text/html");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
    assertThat(answer.header("Cache-Control")).isEqualTo("max-age=3600, public");
    assertThat(answer.text())
        .contains("url: http://localhost:8080")
        .doesNotContain("bcda.example.org")
        .startsWith("openapi: 3.1.0");
    String etag = answer.header("ETag");
    Raw same = Raw.send(SERVER, "GET", "/openapi.yaml", "If-None-Match: " + etag);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.header("ETag")).isEqualTo(etag);
    assertThat(Raw.send(SERVER, "HEAD", "/openapi.yaml").header("ETag")).isEqualTo(etag);
  }
}
