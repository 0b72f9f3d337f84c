package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.api.PublicApi.Promise;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** For each answer that the description of the public API names, a request that meets it. */
final class OpenApiAttempts {
  private static final String PREFER = "Prefer: respond-async";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String FHIR = "Content-Type: application/fhir+json";
  private static final List<String> TYPES = List.of("Patient", "Coverage", "ExplanationOfBenefit");
  private final Map<String, Supplier<Raw>> own = new TreeMap<>();
  private final OpenApiScene scene;

  OpenApiAttempts(OpenApiScene scene) {
    this.scene = scene;
    credentials();
    jobs();
    files();
    TYPES.forEach(this::writes);
    bundles();
    new OpenApiKickOffs(scene).into(own);
    new OpenApiReads(scene).into(own);
  }

  /** Answers that need a request of their own, as {@code METHOD path status}, or with the type. */
  Set<String> special() {
    return own.keySet();
  }

  Raw attempt(Promise promise) {
    String named = promise.operation() + " " + promise.status();
    Supplier<Raw> special = own.getOrDefault(named + " " + promise.type(), own.get(named));
    if (special != null) {
      return special.get();
    }
    return switch (promise.status()) {
      case 200 -> ask(promise.method(), some(promise.path()), promise.type());
      case 400 -> ask(promise.method(), some(promise.path()) + "?_nothing=1", promise.type());
      case 401 -> scene.send(promise.method(), some(promise.path()), "");
      case 403 -> scene.send(promise.method(), some(promise.path()), "", scene.deniedToken());
      case 404 -> ask(promise.method(), none(promise.path()), promise.type());
      default -> throw new AssertionError("nobody tries " + promise);
    };
  }

  private Raw ask(String method, String target, String accept) {
    String wanted = "Accept: " + (accept.isEmpty() ? "*/*" : accept);
    return scene.send(method, target, "", scene.token(), wanted, PREFER);
  }

  /** The path with ids of what is there. */
  String some(String path) {
    String kind =
        path.contains("/Coverage") ? "coverage" : path.contains("/Expl") ? "claim" : "patient";
    return path.replace("{groupId}", "all")
        .replace("{jobId}", scene.ids().get("job"))
        .replace("{file}", scene.ids().get("file"))
        .replace("{id}", scene.ids().get(kind));
  }

  private static String none(String path) {
    return path.replace("{groupId}", "none")
        .replace("{jobId}", PublicPaths.NOWHERE)
        .replace("{file}", "none.ndjson")
        .replace("{id}", "none");
  }

  private void credentials() {
    own.put("GET /openapi.yaml 304", () -> scene.again("/openapi.yaml"));
    for (String path : List.of("/auth/token", "/auth/revoke", "/auth/introspect")) {
      String body = path.equals("/auth/token") ? "" : "token=none";
      String wrong = OpenApiScene.basic("nobody-" + UUID.randomUUID(), "wrong");
      own.put("POST " + path + " 200", () -> scene.send("POST", path, body, FORM, scene.basic()));
      own.put("POST " + path + " 400", () -> scene.send("POST", path, body, FORM));
      own.put("POST " + path + " 401", () -> scene.send("POST", path, body, FORM, wrong));
    }
    own.put(
        "POST /auth/token 403", () -> scene.send("POST", "/auth/token", "", scene.deniedBasic()));
    own.put(
        "POST /auth/token 413",
        () -> scene.send("POST", "/auth/token", "", scene.basic(), FORM, "Content-Length: 70000"));
    own.put("POST /auth/token 429", this::tooOften);
  }

  /** From another address than all other tests, which would have to wait as well. */
  private Raw tooOften() {
    String wrong = OpenApiScene.basic("nobody-" + UUID.randomUUID(), "wrong");
    String request =
        "POST /auth/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Length: 0\r\n%s\r\n\r\n".formatted(wrong);
    Raw last = Raw.from("127.77.0.2", scene.server(), request);
    for (int i = 0; i < 20 && last.status() == 401; i++) {
      last = Raw.from("127.77.0.2", scene.server(), request);
    }
    return last;
  }

  private void jobs() {
    String path = "/api/v2/jobs/{jobId}";
    own.put("GET " + path + " 200 application/fhir+json", () -> job("GET", "separated"));
    own.put("GET " + path + " 202", () -> job("GET", "showing"));
    own.put("GET " + path + " 400", () -> job("GET", "showing", "?page=0"));
    own.put("GET " + path + " 410", () -> job("GET", "expired"));
    own.put("GET " + path + " 500", () -> job("GET", "failed"));
    own.put(
        "DELETE " + path + " 202",
        () -> {
          AcoClient client = scene.fresh();
          var accepted = client.kickOff("Patient/$export?_type=Patient");
          String url = accepted.headers().firstValue("Content-Location").orElseThrow();
          return OpenApiScene.raw(client.send("DELETE", url));
        });
    own.put(
        "GET /api/v2/attribution_status 404",
        () -> scene.send("GET", "/api/v2/attribution_status", "", scene.bare()));
  }

  private Raw job(String method, String kind) {
    return job(method, kind, "");
  }

  private Raw job(String method, String kind, String query) {
    return scene.send(method, "/api/v2/jobs/" + scene.ids().get(kind) + query, "", scene.token());
  }

  private void files() {
    String path = "/data/{jobId}/{file}";
    for (String method : List.of("GET", "HEAD")) {
      own.put(method + " " + path + " 304", () -> scene.again(some(path)));
      String expired = "/data/" + scene.ids().get("expired") + "/none.ndjson";
      own.put(method + " " + path + " 410", () -> scene.send(method, expired, "", scene.token()));
    }
    String[] ranges = {"206", "bytes=0-9", "416", "bytes=99999999-"};
    for (int i = 0; i < ranges.length; i += 2) {
      String range = "Range: " + ranges[i + 1];
      own.put(
          "GET " + path + " " + ranges[i],
          () -> scene.send("GET", some(path), "", scene.token(), range));
    }
  }

  private void writes(String type) {
    String base = "/api/v2/" + type;
    String one = base + "/{id}";
    own.put("POST " + base + " 201", () -> scene.write("POST", base, scene.resource(type, "")));
    own.put("POST " + base + " 400", () -> scene.write("POST", base, "{}"));
    own.put(
        "PUT " + one + " 201",
        () -> {
          String id = "made-" + UUID.randomUUID();
          return scene.write("PUT", base + "/" + id, scene.resource(type, id));
        });
    own.put(
        "PUT " + one + " 200",
        () -> {
          String made = scene.made(type);
          return scene.write(
              "PUT", base + "/" + made, scene.resource(type, made).replace("}]", "},{}]"));
        });
    own.put("PUT " + one + " 400", () -> scene.write("PUT", base + "/made", "{}"));
    own.put(
        "PUT " + one + " 412",
        () -> {
          String made = scene.made(type);
          String target = base + "/" + made;
          return scene.write("PUT", target, scene.resource(type, made), FHIR, "If-Match: W/\"99\"");
        });
    own.put(
        "DELETE " + one + " 200", () -> scene.write("DELETE", base + "/" + scene.made(type), ""));
    own.put(
        "DELETE " + one + " 412",
        () -> scene.write("DELETE", base + "/" + scene.made(type), "", FHIR, "If-Match: W/\"99\""));
    for (String operation : List.of("POST " + base, "PUT " + one)) {
      String[] parts = operation.split(" ");
      String target = parts[1].replace("{id}", "made");
      bodies(operation, parts[0], target);
    }
  }

  private void bundles() {
    own.put(
        "POST /api/v2 200",
        () -> {
          String entry = "POST Patient " + scene.resource("Patient", "");
          return scene.write("POST", "/api/v2", FhirWriter.bundleOf("transaction", entry));
        });
    own.put("POST /api/v2 400", () -> scene.write("POST", "/api/v2", "{}"));
    bodies("POST /api/v2", "POST", "/api/v2");
  }

  private void bodies(String operation, String method, String target) {
    own.put(
        operation + " 413",
        () -> scene.write(method, target, "", FHIR, "Content-Length: 99999999"));
    own.put(operation + " 415", () -> scene.write(method, target, "x", "Content-Type: image/png"));
  }

  /** The names that a refusal lists, of what is taken instead. */
  static Set<String> namesIn(String refusal) {
    String text = AcoClient.json(refusal).at("/issue/0/details/text").asText();
    Matcher list = Pattern.compile("(?:than:|knows) ([\\w, -]+?)(?: here|$)").matcher(text);
    assertThat(list.find()).as(text).isTrue();
    return new TreeSet<>(List.of(list.group(1).split(", ")));
  }
}
