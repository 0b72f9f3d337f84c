package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.auth.AuthHttp.Answer;
import io.bcda.refusal.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** From where a client may come, and since when its tokens count, over HTTP and on two nodes. */
class ClientBoundsIT {
  private static final ClientAddresses ELSEWHERE =
      ClientAddresses.of(List.of("192.0.2.0/24", "2001:db8::/32"));
  private static final ClientAddresses HERE =
      ClientAddresses.of(List.of("192.0.2.0/24", "127.0.0.0/8", "::1"));
  private static AuthServer server;
  private static AuthHttp http;

  @BeforeAll
  static void start() {
    server = AuthServer.shared();
    http = new AuthHttp(server.port());
  }

  @Test
  void givenAClientOfAnotherAddress_whenToken_thenAsIfItsSecretWereWrong() {
    IssuedSecret client = server.newClient();
    server.changes().setAddresses(client.clientId(), ELSEWHERE);

    Answer answer = http.bareToken(client);
    Answer wrong = http.bareToken(client.clientId(), "wrong");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("error")).isEqualTo("invalid_client");
    assertThat(answer.body()).isEqualTo(wrong.body());
    assertThat(audit(client)).contains("TOKEN_REFUSED 127.0.0.1 address not allowed");

    server.changes().setAddresses(client.clientId(), HERE);
    assertThat(http.bareToken(client).status()).isEqualTo(200);
    server.changes().setAddresses(client.clientId(), ClientAddresses.ANY);
    assertThat(http.bareToken(client).status()).isEqualTo(200);
  }

  @Test
  void givenAGoodSecretFromElsewhere_whenTriedAgainAndAgain_thenThrottledLikeAWrongOne() {
    IssuedSecret client = server.newClient();
    server.changes().setAddresses(client.clientId(), ELSEWHERE);
    for (int i = 0; i < 10; i++) {
      assertThat(http.bareToken(client).status()).isEqualTo(401);
    }
    assertThat(http.bareToken(client).status()).isEqualTo(429);
  }

  @Test
  void givenATokenFromElsewhere_whenUsed_then401AsForABadOneAndOneAuditEvent() {
    IssuedSecret client = server.newClient();
    String token = http.token(client);
    server.changes().setAddresses(client.clientId(), HERE);
    assertThat(http.get("/api/v2/whoami", token).status()).isEqualTo(200);

    server.changes().setAddresses(client.clientId(), ELSEWHERE);
    for (String path : List.of("/api/v2/whoami", "/data/job/file", "/auth/welcome")) {
      Answer answer = http.get(path, token);
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
      assertThat(answer.body()).isEqualTo(http.get(path, "bad").body());
    }
    assertThat(audit(client))
        .filteredOn("ADDRESS_REFUSED 127.0.0.1 address not allowed"::equals)
        .hasSize(1);
    assertThat(http.get("/api/v2/metadata", token).body()).isEqualTo("nobody");
  }

  @Test
  void givenRevokedTokens_whenUsed_then401AndANewOneWorksAtOnce() {
    IssuedSecret client = server.newClient();
    IssuedSecret other = server.newClient();
    String old = http.token(client);
    String others = http.token(other);
    assertThat(http.get("/api/v2/whoami", old).status()).isEqualTo(200);

    server.changes().revokeTokens(client.clientId());

    assertThat(http.get("/api/v2/whoami", old).status()).isEqualTo(401);
    assertThat(http.form("/auth/introspect", client, "token=" + old).body())
        .isEqualTo("{\"active\":false}");
    assertThat(http.get("/api/v2/whoami", others).status()).isEqualTo(200);
    String fresh = http.token(client); // within the same second
    assertThat(http.get("/api/v2/whoami", fresh).status()).isEqualTo(200);
    assertThat(
            http.form("/auth/introspect", client, "token=" + fresh)
                .json()
                .get("active")
                .asBoolean())
        .isTrue();

    server.changes().revokeTokens(client.clientId());
    assertThat(http.get("/api/v2/whoami", fresh).status()).isEqualTo(401);
  }

  @Test
  void givenTwoNodes_whenOneIsTold_thenTheOtherKnowsWithTheNextRequest() {
    try (AuthServer one = AuthServer.start("two-nodes");
        AuthServer two = AuthServer.start("two-nodes")) {
      AuthHttp there = new AuthHttp(two.port());
      IssuedSecret client = one.newClient();
      String token = there.token(client);

      one.changes().setAddresses(client.clientId(), ELSEWHERE);
      assertThat(there.get("/api/v2/whoami", token).status()).isEqualTo(401);
      one.changes().setAddresses(client.clientId(), ClientAddresses.ANY);
      assertThat(there.get("/api/v2/whoami", token).status()).isEqualTo(200);

      two.clock().advance(Duration.ofSeconds(5)); // its clock is ahead
      String early = there.token(client);
      one.changes().revokeTokens(client.clientId());
      assertThat(there.get("/api/v2/whoami", token).status()).isEqualTo(401);
      assertThat(there.get("/api/v2/whoami", early).status()).isEqualTo(401);

      String fresh = new AuthHttp(one.port()).token(client);
      assertThat(there.get("/api/v2/whoami", fresh).status()).isEqualTo(200);
      one.changes().deactivate(client.clientId());
      assertThat(there.get("/api/v2/whoami", fresh).status()).isEqualTo(401);
      assertThat(there.bareToken(client).status()).isEqualTo(401);
    }
  }

  @Test
  void givenOneClientIdAfterTheOther_whenTheAddressHasFailedTooOften_then429ForAllFromThere() {
    try (AuthServer strict =
        AuthServer.start("strict", "--bcda.auth.attempts=3", "--bcda.auth.address-attempts=5")) {
      AuthHttp to = new AuthHttp(strict.port());
      IssuedSecret client = strict.newClient();
      for (int i = 0; i < 5; i++) {
        assertThat(to.bareToken("guess-" + i, "x").status()).isEqualTo(401);
      }
      Answer blocked = to.bareToken(client);
      assertThat(blocked.status()).isEqualTo(429);
      assertThat(blocked.header("Retry-After")).matches("[1-9]\\d*");
      strict.clock().advance(Duration.ofMinutes(5));
      assertThat(to.bareToken(client).status()).isEqualTo(200);
    }
  }

  @Test
  void givenFailures_whenTokenIsAsked_thenTheDatabaseIsAskedTheSame() {
    // Its own: of refusals that are alike, not all are told to the trail.
    try (AuthServer own = AuthServer.start("statements")) {
      assertEqualCost(own, new AuthHttp(own.port()));
    }
  }

  private static void assertEqualCost(AuthServer server, AuthHttp http) {
    CountedStatements statements = server.bean(CountedStatements.class);
    IssuedSecret known = server.newClient();
    IssuedSecret elsewhere = server.newClient();
    server.changes().setAddresses(elsewhere.clientId(), ELSEWHERE);
    IssuedSecret gone = server.newClient();
    server.changes().deactivate(gone.clientId());

    int wrong = statements.during(() -> http.bareToken(known.clientId(), "wrong"));
    assertThat(wrong).isEqualTo(3); // client, secrets, audit
    assertThat(statements.during(() -> http.bareToken("nobody", "wrong"))).isEqualTo(wrong);
    assertThat(statements.during(() -> http.bareToken(elsewhere))).isEqualTo(wrong);
    assertThat(statements.during(() -> http.bareToken(gone))).isEqualTo(wrong);
  }

  @Test
  void givenARequestWithAToken_whenLetIn_thenTwoStatementsWereAsked() {
    CountedStatements statements = server.bean(CountedStatements.class);
    String token = http.token(server.newClient());
    http.get("/api/v2/whoami", token);
    int asked = statements.during(() -> http.get("/api/v2/whoami", token));
    assertThat(asked).isEqualTo(2); // client with deny-list, and ACO
  }

  @Test
  void givenAContact_whenSet_thenKeptAndBounded() {
    String id = server.newClient().clientId();
    server.changes().setContact(id, "  Jo Roe, 555-0100 ");
    assertThat(server.clients().find(id).orElseThrow().contact()).contains("Jo Roe, 555-0100");
    for (String bad : List.of("x".repeat(201), "two\nlines")) {
      assertThatThrownBy(() -> server.changes().setContact(id, bad)).isInstanceOf(Refusal.class);
    }
    server.changes().setContact(id, "");
    assertThat(server.clients().find(id).orElseThrow().contact()).isEmpty();
    assertThatThrownBy(() -> server.changes().setContact("nobody", "x"))
        .isInstanceOf(Refusal.class);
  }

  private static List<String> audit(IssuedSecret client) {
    return server
        .bean(JdbcTemplate.class)
        .queryForList(
            "SELECT CONCAT_WS(' ', kind, subject, outcome) FROM audit_event WHERE client_id = ?",
            String.class,
            client.clientId());
  }
}
