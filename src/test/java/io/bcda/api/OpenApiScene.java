package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.RosterKind;
import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.FrozenFile;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What must be there so that each answer of the public API can be met, and who asks for it. */
final class OpenApiScene {
  static final String FHIR = "Content-Type: application/fhir+json";
  private final TestServer server;
  private final AcoClient aco;
  private final IssuedSecret secret;
  private final IssuedSecret denied;
  private final String deniedToken;
  private final FhirWriter writer;
  private final Belongings belongings;
  private final String separated;
  private final String showing;
  private final FrozenFile unfinished;

  OpenApiScene(TestServer server) {
    this.server = server;
    TestWorld world = new TestWorld(server);
    this.aco = world.client();
    this.secret = server.bean(ClientStore.class).create(world.aco(), "described");
    TestWorld other = new TestWorld(server);
    this.denied = server.bean(ClientStore.class).create(other.aco(), "denied");
    this.deniedToken = AcoClient.at(server.url(), denied.clientId(), denied.secret()).token();
    server.bean(AcoRegistry.class).setStatus(other.aco(), Aco.Status.DENIED);
    this.writer = FhirWriter.of(server);
    String mbi = TestWorld.mbi();
    this.belongings = new Belongings(server, world, person(server, world, mbi), mbi);
    this.separated = separated(server, aco);
    this.unfinished = server.files().freeze("ExplanationOfBenefit");
    this.showing = showing(aco);
    server.files().hold();
    belongings.startRunning();
  }

  /** Lets the files go that the running job waits for. */
  void end() {
    unfinished.thaw();
    server.files().open();
  }

  private static String person(TestServer server, TestWorld world, String mbi) {
    String id = "described-" + UUID.randomUUID();
    world.patient(id, mbi);
    world.coverage("c-" + id, id);
    world.claim("e-" + id, id, LocalDate.parse("2024-03-02"));
    world.claim("f-" + id, id, LocalDate.parse("2024-03-02"));
    var time = server.clock().instant().minus(Duration.ofDays(1));
    world.roster(RosterKind.CURRENT, time, mbi);
    world.roster(RosterKind.RUNOUT, time, mbi);
    return id;
  }

  /** An expired job whose status is told beside that of HTTP. */
  private static String separated(TestServer server, AcoClient aco) {
    String url = aco.export("Patient/$export?_type=Patient").statusUrl();
    String id = url.substring(url.lastIndexOf('/') + 1);
    String sql = "UPDATE export_job SET state = 'EXPIRED', status_form = 'SEPARATE' WHERE id = ?";
    assertThat(server.db().update(sql, id)).isEqualTo(1);
    return id;
  }

  /** A job that shows a page of its manifest while it waits for its last file. */
  private static String showing(AcoClient aco) {
    String url =
        aco.kickOff("Patient/$export?allowPartialManifests=true")
            .headers()
            .firstValue("Content-Location")
            .orElseThrow();
    await().atMost(Duration.ofSeconds(60)).until(() -> !aco.get(url).body().isEmpty());
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** Another ACO with a person and both rosters. */
  AcoClient fresh() {
    TestWorld world = new TestWorld(server);
    person(server, world, TestWorld.mbi());
    return world.client();
  }

  TestServer server() {
    return server;
  }

  /** An ACO without attribution. */
  String bare() {
    return bearer(new TestWorld(server).client().token());
  }

  Map<String, String> ids() {
    Map<String, String> ids = new HashMap<>(belongings.ids());
    ids.put("separated", separated);
    ids.put("showing", showing);
    return ids;
  }

  FhirWriter writer() {
    return writer;
  }

  String token() {
    return bearer(aco.token());
  }

  /** Of an ACO that is denied since it got it. */
  String deniedToken() {
    return bearer(deniedToken);
  }

  static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  String basic() {
    return basic(secret.clientId(), secret.secret());
  }

  String deniedBasic() {
    return basic(denied.clientId(), denied.secret());
  }

  static String basic(String id, String secret) {
    byte[] both = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(both);
  }

  /** Sends a request as it stands; a header is a line. */
  Raw send(String method, String target, String body, String... headers) {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    request.append("Host: localhost\r\nConnection: close\r\n");
    boolean sized = Arrays.stream(headers).anyMatch(h -> h.startsWith("Content-Length"));
    if (!sized) {
      request.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    Arrays.stream(headers).forEach(h -> request.append(h).append("\r\n"));
    return Raw.ended(server, request.append("\r\n").append(body).toString());
  }

  /** The same once more, by one who has it. */
  Raw again(String target) {
    String etag = send("GET", target, "", token()).header("ETag");
    return send("GET", target, "", token(), "If-None-Match: " + etag);
  }

  /** By the system client; FHIR's media type, unless there are headers. */
  Raw write(String method, String target, String body, String... headers) {
    String[] all = headers.length == 0 ? new String[] {FHIR} : headers;
    String[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = bearer(writer.token());
    return send(method, target, body, more);
  }

  /** A new resource's id. */
  String made(String type) {
    String id = "made-" + UUID.randomUUID();
    Raw made = write("PUT", "/api/v2/" + type + "/" + id, resource(type, id));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return id;
  }

  String resource(String type, String id) {
    String person = "Patient/" + ids().get("patient");
    return switch (type) {
      case "Patient" -> FhirWriter.patient(id, TestWorld.mbi());
      case "Coverage" -> FhirWriter.coverage(id, person);
      default -> FhirWriter.claim(id, person, "2024-03-02");
    };
  }

  /** What a client of the JDK got, as it would stand on the wire. */
  static Raw raw(HttpResponse<String> answer) {
    Map<String, String> headers = new java.util.TreeMap<>();
    answer.headers().map().forEach((name, all) -> headers.put(name, String.join(", ", all)));
    return new Raw(answer.statusCode(), headers, answer.body().getBytes(StandardCharsets.UTF_8));
  }
}
