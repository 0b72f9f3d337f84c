package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.admin.OperatorHttp.Answer;
import io.bcda.auth.TokensForTests;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** For each promise of the operators' API, a request that meets it. */
final class ContractAttempts {
  private static final TestServer SERVER = TestServer.H2;
  private static final String NOWHERE = "00000000-0000-0000-0000-000000000000";
  private final Map<String, Supplier<Answer>> own = new TreeMap<>();
  private final OperatorHttp operator;

  ContractAttempts(OperatorHttp operator) {
    this.operator = operator;
    acos();
    clients();
    files();
    jobsAndAudit();
  }

  /** Promises that need a request of their own. */
  Set<String> special() {
    return own.keySet();
  }

  Answer attempt(String method, String path, String status) {
    Supplier<Answer> special = own.get(method + " " + path + " " + status);
    if (special != null) {
      return special.get();
    }
    String some =
        path.replace("{id}", path.startsWith("/jobs") ? NOWHERE : "999999999")
            .replace("{aco}", "A0000")
            .replace("{client}", "nobody")
            .replace("{kind}", "current")
            .replace("{name}", "nothing.ndjson");
    return switch (status) {
      case "401" -> bare(operator.with(null), method, some);
      case "403" ->
          bare(
              operator.with(
                  TokensForTests.like(SERVER, operator.token(), Map.of("scope", "system/*.rs"))),
              method,
              some);
      case "404" -> bare(operator, method, some);
      case "415" -> {
        assertThat(method).isIn("POST", "PUT");
        yield operator.send(
            method, some + "?name=a", BodyPublishers.ofString("x"), "Content-Type", "image/png");
      }
      case "200" -> bare(operator, method, some);
      case "400" -> bare(operator, method, some + "?limit=nothing");
      default -> throw new AssertionError("nobody tries " + method + " " + path + " " + status);
    };
  }

  private static Answer bare(OperatorHttp as, String method, String path) {
    return as.send(method, path, BodyPublishers.noBody());
  }

  private void acos() {
    own.put(
        "POST /acos 201",
        () -> operator.json("POST", "/acos", aco(AdminAcosIT.unused(operator), "SSP")));
    own.put("POST /acos 400", () -> operator.json("POST", "/acos", aco("A0001", "NONE")));
    own.put("POST /acos 409", () -> operator.json("POST", "/acos", aco(known(), "SSP")));
    own.put("POST /acos 413", () -> operator.json("POST", "/acos", aco("A".repeat(70_000), "SSP")));
    own.put("GET /acos/{aco} 200", () -> operator.get("/acos/" + known()));
    String terms = "/acos/{aco}/terms";
    own.put("PUT " + terms + " 200", () -> limit(known(), "{\"endedOn\":\"2026-01-31\"}"));
    own.put("PUT " + terms + " 400", () -> limit(known(), "{}"));
    own.put("PUT " + terms + " 404", () -> limit("A0000", "{\"endedOn\":\"2026-01-31\"}"));
    for (String word : List.of("deny", "restore")) {
      own.put(
          "POST /acos/{aco}/" + word + " 200",
          () -> operator.post("/acos/" + known() + "/" + word));
    }
    String rollback = "POST /acos/{aco}/rosters/{kind}/rollback ";
    own.put(
        rollback + "200",
        () -> {
          TestWorld world = AdminJobsIT.world(SERVER);
          return operator.post("/acos/" + world.aco() + "/rosters/current/rollback");
        });
    own.put(rollback + "409", () -> operator.post("/acos/" + known() + "/rosters/runout/rollback"));
  }

  private void clients() {
    own.put("POST /clients 201", () -> client("{\"kind\":\"system\",\"name\":\"contract\"}"));
    own.put("POST /clients 400", () -> client("{\"kind\":\"other\",\"name\":\"contract\"}"));
    own.put(
        "POST /clients 404",
        () -> client("{\"kind\":\"aco\",\"aco\":\"A0000\",\"name\":\"contract\"}"));
    own.put("GET /clients/{client} 200", () -> operator.get("/clients/" + made()));
    own.put(
        "POST /clients/{client}/secrets 201",
        () -> {
          Answer answer = operator.post("/clients/" + made() + "/secrets");
          assertThat(answer.header("Cache-Control")).contains("no-store");
          return answer;
        });
    own.put(
        "POST /clients/{client}/secrets 409",
        () -> operator.post("/clients/" + ended() + "/secrets"));
    own.put(
        "POST /clients/{client}/deactivate 200",
        () -> operator.post("/clients/" + made() + "/deactivate"));
    own.put(
        "POST /clients/{client}/deactivate 409",
        () -> operator.post("/clients/" + operator.clientId() + "/deactivate"));
    String client = "/clients/{client}";
    own.put(
        "GET " + client + "/secrets 200", () -> operator.get("/clients/" + made() + "/secrets"));
    String rotate = client + "/secrets/rotate";
    own.put("POST " + rotate + " 201", () -> change("POST", rotate, made(), ""));
    own.put(
        "POST " + rotate + " 400",
        () -> operator.post("/clients/" + made() + "/secrets/rotate?now=maybe"));
    own.put("POST " + rotate + " 409", () -> change("POST", rotate, ended(), ""));
    own.put("DELETE " + client + "/secrets/{id} 204", this::endSecret);
    own.put(
        "DELETE " + client + "/secrets/{id} 409",
        () -> change("DELETE", client + "/secrets/1", ended(), ""));
    String revoke = client + "/revoke-tokens";
    own.put("POST " + revoke + " 200", () -> change("POST", revoke, made(), ""));
    own.put("POST " + revoke + " 409", () -> change("POST", revoke, ended(), ""));
    put(client + "/contact", "{\"contact\":\"Jo\"}");
    put(client + "/addresses", "{\"allow\":[\"192.0.2.0/24\"]}");
    put(client + "/keys", "{\"jwksUrl\":\"https://aco.example.org/jwks\"}");
    for (String path : List.of(client + "/addresses", client + "/keys")) {
      own.put("GET " + path + " 200", () -> change("GET", path, made(), ""));
      own.put("DELETE " + path + " 200", () -> change("DELETE", path, made(), ""));
      own.put("DELETE " + path + " 409", () -> change("DELETE", path, ended(), ""));
    }
  }

  private void put(String path, String body) {
    own.put("PUT " + path + " 200", () -> change("PUT", path, made(), body));
    own.put("PUT " + path + " 400", () -> change("PUT", path, made(), "{}"));
    own.put("PUT " + path + " 404", () -> change("PUT", path, "nobody", body));
    own.put("PUT " + path + " 409", () -> change("PUT", path, ended(), body));
  }

  private Answer change(String method, String path, String client, String body) {
    String place = path.replace("{client}", client);
    return body.isEmpty() ? bare(operator, method, place) : operator.json(method, place, body);
  }

  private Answer endSecret() {
    String id = made();
    String secret = operator.get("/clients/" + id + "/secrets").json().at("/0/id").asText();
    return bare(operator, "DELETE", "/clients/" + id + "/secrets/" + secret);
  }

  private void files() {
    byte[] large = new byte[(1 << 20) + 1];
    own.put(
        "POST /deliveries 200", () -> operator.file("/deliveries?dryRun=true&" + roster(), mbi()));
    own.put("POST /deliveries 201", () -> operator.file("/deliveries?" + roster(), mbi()));
    own.put("POST /deliveries 400", () -> operator.file("/deliveries?name=..", mbi()));
    own.put("POST /deliveries 413", () -> operator.file("/deliveries?name=a", large));
    own.put("POST /deliveries 422", () -> operator.file("/deliveries?name=a", mbi()));
    own.put("GET /deliveries/{id} 200", () -> operator.get(loaded()));
    own.put("POST /deliveries/{id}/rollback 200", () -> operator.post(loaded() + "/rollback"));
    own.put(
        "POST /deliveries/{id}/rollback 409",
        () -> {
          String delivery = loaded();
          operator.post(delivery + "/rollback");
          return operator.post(delivery + "/rollback");
        });
    own.put("POST /claims-files 202", () -> operator.file("/claims-files?name=" + claims(), mbi()));
    own.put("POST /claims-files 400", () -> operator.file("/claims-files?name=a", mbi()));
    own.put("POST /claims-files 413", () -> operator.file("/claims-files?name=a.ndjson", large));
    own.put("POST /claims-files 409", this::taken);
    own.put(
        "GET /claims-files/{name} 200",
        () ->
            operator.get(
                operator.file("/claims-files?name=" + claims(), mbi()).header("Location")));
    own.put("GET /loads/{id} 200", () -> operator.get("/loads/" + load()));
  }

  private void jobsAndAudit() {
    own.put("GET /jobs/{id} 200", () -> operator.get("/jobs/" + job()));
    own.put(
        "DELETE /jobs/{id} 204",
        () -> operator.send("DELETE", "/jobs/" + job(), BodyPublishers.noBody()));
    own.put(
        "GET /audit-events 406", () -> operator.get("/audit-events", "Accept", "application/xml"));
  }

  /** A list of one person; no two are alike. */
  private static byte[] mbi() {
    return ("MBIs\n" + TestWorld.mbi() + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static String aco(String id, String model) {
    return "{\"id\":\"" + id + "\",\"model\":\"" + model + "\"}";
  }

  private static String known() {
    return new TestWorld(SERVER).aco();
  }

  private Answer limit(String aco, String terms) {
    return operator.json("PUT", "/acos/" + aco + "/terms", terms);
  }

  private Answer client(String body) {
    return operator.json("POST", "/clients", body);
  }

  private String made() {
    return client("{\"kind\":\"system\",\"name\":\"contract\"}").json().get("clientId").asText();
  }

  private String ended() {
    String id = made();
    operator.post("/clients/" + id + "/deactivate");
    return id;
  }

  /** The name of a list for an ACO of its own, so that no two loads have one content. */
  private static String roster() {
    return "name=T.GUIDE."
        + new TestWorld(SERVER, "GUIDE").aco()
        + "."
        + DateTimeFormatter.ofPattern("'Y'yy'.D'yyMMdd'.T'HHmmss'0'")
            .withZone(ZoneOffset.UTC)
            .format(SERVER.clock().instant().minusSeconds(3600));
  }

  private String loaded() {
    return operator.file("/deliveries?" + roster(), mbi()).header("Location");
  }

  private static String claims() {
    return "contract-" + TestWorld.mbi().substring(4).toLowerCase(Locale.ROOT) + ".ndjson";
  }

  /** Lies there for a moment only, so until it is met. */
  private Answer taken() {
    String name = claims();
    Answer answer = operator.file("/claims-files?name=" + name, mbi());
    while (answer.status() == 202) {
      answer = operator.file("/claims-files?name=" + name, mbi());
    }
    return answer;
  }

  private static long load() {
    return SERVER.bean(io.bcda.loading.ClaimsLoadStore.class).newest(1).stream()
        .findFirst()
        .orElseGet(
            () -> {
              SERVER
                  .db()
                  .update(
                      "INSERT INTO claims_load(name, sha256, started_at, state, lines, created,"
                          + " updated, unchanged, refused) VALUES ('a', 'b', now(), 'DONE', 0, 0, 0,"
                          + " 0, 0)");
              return SERVER.bean(io.bcda.loading.ClaimsLoadStore.class).newest(1).get(0);
            })
        .id();
  }

  private static String job() {
    String url =
        AdminJobsIT.world(SERVER)
            .client()
            .kickOff("Group/all/$export")
            .headers()
            .firstValue("Content-Location")
            .orElseThrow();
    return AdminJobsIT.id(url);
  }
}
