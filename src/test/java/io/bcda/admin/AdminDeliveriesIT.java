package io.bcda.admin;

import static io.bcda.admin.AdminDoorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.admin.OperatorHttp.Answer;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attribution files by the operators' API. */
class AdminDeliveriesIT {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("'Y'yy'.D'yyMMdd'.T'HHmmss'0'").withZone(ZoneOffset.UTC);

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLists_whenSentListedAndTakenBack_thenAsByCommand(TestServer server) throws IOException {
    OperatorHttp operator = OperatorHttp.shared(server);
    String aco = new TestWorld(server, "GUIDE").aco();
    String early = name(server, aco, Duration.ofDays(3));
    String late = name(server, aco, Duration.ofDays(2));

    Answer dry = operator.file("/deliveries?dryRun=true&name=" + early, list(3));
    assertThat(dry.status()).as(dry.body()).isEqualTo(200);
    assertThat(dry.json().get("outcome").asText()).isEqualTo("loadable");
    assertThat(dry.json().has("id")).isFalse();
    assertThat(operator.get("/deliveries?aco=" + aco).json().get("items")).isEmpty();

    Answer first = operator.file("/deliveries?name=" + early, list(3));
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(first.json().get("report").asText())
        .startsWith("file:    " + early)
        .contains("outcome: loaded", "3 members, in force");
    Answer again = operator.file("/deliveries?name=" + early, list(3));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("outcome").asText()).isEqualTo("known");
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    Answer second = operator.file("/deliveries?name=" + late, list(4));
    assertThat(second.status()).isEqualTo(201);

    JsonNode page = operator.get("/deliveries?limit=1&aco=" + aco).json();
    assertThat(page.at("/items/0/name").asText()).isEqualTo(late);
    assertThat(page.at("/items/0/members").asInt()).isEqualTo(4);
    JsonNode rest =
        operator
            .get("/deliveries?limit=1&aco=" + aco + "&after=" + page.get("next").asText())
            .json();
    assertThat(rest.at("/items/0/name").asText()).isEqualTo(early);
    assertThat(rest.at("/items/0/inForce").asBoolean()).isFalse();
    assertThat(rest.has("next")).isFalse();
    JsonNode one = operator.get(second.header("Location")).json();
    assertThat(one.get("inForce").asBoolean()).isTrue();
    assertThat(one.get("notes")).isNotEmpty();

    Answer back = operator.post("/acos/" + aco + "/rosters/current/rollback");
    assertThat(back.status()).as(back.body()).isEqualTo(200);
    assertThat(back.json().get("notes").toString()).contains("can be delivered again");
    assertThat(operator.get(first.header("Location")).json().get("inForce").asBoolean()).isTrue();
    assertProblem(operator.post(second.header("Location") + "/rollback"), 409);
    assertThat(operator.post(first.header("Location") + "/rollback").status()).isEqualTo(200);
    assertProblem(operator.post("/acos/" + aco + "/rosters/current/rollback"), 409);
    assertProblem(operator.post("/acos/" + aco + "/rosters/other/rollback"), 404);

    assertThat(
            server
                .db()
                .queryForList(
                    "SELECT kind FROM audit_event WHERE aco = ? AND client_id = ? ORDER BY id",
                    String.class,
                    aco,
                    operator.clientId()))
        .containsExactly(
            "DELIVERY_LOADED", "DELIVERY_LOADED", "ROSTER_ROLLED_BACK", "ROSTER_ROLLED_BACK");
    assertNothingLeft(server);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAFileThatIsNone_whenSent_thenRejectedOnRecordWithItsReport(TestServer server)
      throws IOException {
    OperatorHttp operator = OperatorHttp.shared(server);
    Answer strange = operator.file("/deliveries?name=holiday.jpg", new byte[] {1, 2, 3});
    assertProblem(strange, 422);
    assertThat(strange.json().get("outcome").asText()).isEqualTo("rejected");
    assertThat(strange.json().get("report").asText()).contains("file:    holiday.jpg");
    JsonNode record = operator.get("/deliveries/" + strange.json().get("id").asLong()).json();
    assertThat(record.get("outcome").asText()).isEqualTo("rejected");
    assertProblem(
        operator.post("/deliveries/" + strange.json().get("id").asLong() + "/rollback"), 409);
    assertThat(
            server
                .db()
                .queryForObject(
                    "SELECT count(*) FROM audit_event WHERE kind = 'DELIVERY_REJECTED'"
                        + " AND subject = 'holiday.jpg' AND client_id = ?",
                    Integer.class,
                    operator.clientId()))
        .isEqualTo(1);
    assertNothingLeft(server);
  }

  @Test
  void givenNamesThatLeadElsewhere_whenSent_then400AndNoFileAnywhere() throws IOException {
    TestServer server = TestServer.H2;
    OperatorHttp operator = OperatorHttp.shared(server);
    for (String name :
        List.of(
            "..%2F..%2Fetc%2Fpasswd",
            "%2Ftmp%2Fx",
            "..",
            ".hidden",
            "a..b",
            "a%5Cb",
            "a%00b",
            "a%0Ab",
            "",
            "x".repeat(201))) {
      assertProblem(operator.file("/deliveries?name=" + name, list(1)), 400);
      assertProblem(operator.file("/claims-files?name=" + name + ".ndjson", list(1)), 400);
    }
    assertProblem(operator.file("/deliveries", list(1)), 400);
    assertProblem(operator.file("/deliveries?name=a&name=b", list(1)), 400);
    assertNothingLeft(server);
  }

  @Test
  void givenMoreBytesThanAreTaken_whenSent_then413AnnouncedOrNot() throws IOException {
    TestServer server = TestServer.H2;
    OperatorHttp operator = OperatorHttp.shared(server);
    byte[] large = new byte[(1 << 20) + 1];
    for (String path : List.of("/deliveries?name=large", "/claims-files?name=large.ndjson")) {
      Answer chunked =
          operator.send(
              "POST",
              path,
              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
              "Content-Type",
              "application/octet-stream");
      assertProblem(chunked, 413);
      assertThat(announced(operator, path)).startsWith("HTTP/1.1 413");
      byte[] most = new byte[1 << 20];
      if (path.startsWith("/deliveries")) {
        assertProblem(operator.file(path, most), 422);
      }
    }
    assertNothingLeft(server);
    assertThat(server.home().resolve("inbox/claims/large.ndjson")).doesNotExist();
  }

  /** Only says how much it would send. */
  private static String announced(OperatorHttp operator, String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", operator.port())) {
      socket.setSoTimeout(5000);
      String request =
          "POST /admin/v1%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                  .formatted(path, operator.token())
              + "Content-Type: application/octet-stream\r\nContent-Length: 9999999999\r\n"
              + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
          .readLine();
    }
  }

  private static void assertNothingLeft(TestServer server) throws IOException {
    Path folder = server.home().resolve("uploads");
    if (Files.exists(folder)) {
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).isEmpty();
      }
    }
    try (Stream<Path> inbox = Files.list(server.home().resolve("inbox/claims"))) {
      assertThat(inbox.map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".arriving"));
    }
  }

  private static String name(TestServer server, String aco, Duration age) {
    Instant time = server.clock().instant().minus(age);
    return "T.GUIDE." + aco + "." + STAMP.format(time);
  }

  /** A list of so many people, whom no other test has. */
  private static byte[] list(int people) {
    StringBuilder text = new StringBuilder("MBIs\n");
    for (int i = 0; i < people; i++) {
      text.append("1S00A00AA%02d%n".formatted(i));
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
