package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the audit trail has of tokens that were refused, and how much of it. */
class TokenTrailIT {
  private static final int FLOOD = 250;

  @Test
  void givenAFloodOfRefusals_whenTold_thenSoManyRowsAMinuteAndOneThatCounts() {
    try (AuthServer server = AuthServer.start("flood", "--bcda.auth.attempts=100000")) {
      AuthHttp http = new AuthHttp(server.port());
      IssuedSecret known = server.newClient();
      for (int i = 0; i < FLOOD; i++) {
        assertThat(http.bareToken("nobody-" + i, "guess").status()).isEqualTo(401);
      }
      http.bareToken(known.clientId(), "wrong");
      assertThat(rows(server)).isEqualTo(31);

      server.clock().advance(Duration.ofMinutes(1));
      assertThat(http.bareToken("nobody", "guess").status()).isEqualTo(401);
      assertThat(rows(server)).isEqualTo(33);
      assertThat(told(server, FLOOD - 30 + " more in a minute: unknown client")).isEqualTo(1);
      assertThat(told(server, "wrong secret")).isEqualTo(1);
    }
  }

  @Test
  void givenRefusalsHeldBack_whenTheServerStops_thenTheirNumberIsNotLost() {
    try (AuthServer next = AuthServer.start("stopped")) {
      try (AuthServer server = AuthServer.start("stopped", "--bcda.auth.attempts=100000")) {
        AuthHttp http = new AuthHttp(server.port());
        for (int i = 0; i < 35; i++) {
          http.bareToken("nobody", "guess");
        }
        assertThat(rows(next)).isEqualTo(30);
      }
      assertThat(told(next, "5 more in a minute: unknown client")).isEqualTo(1);
    }
  }

  @Test
  void givenRequestsOfTheWrongForm_whenRefused_thenEachIsToldWithWhoIsProvenAndFromWhere() {
    try (AuthServer server = AuthServer.start("forms", "--bcda.auth.attempts=2")) {
      AuthHttp http = new AuthHttp(server.port());
      IssuedSecret client = server.newClient();
      http.form("/auth/token", "grant_type=client_credentials");
      http.form("/auth/token?scope=x", client, "");
      http.form("/auth/token", client, "grant_type=password");
      http.form("/auth/introspect?x=y", client, ""); // no request for a token
      http.bareToken(client.clientId(), "wrong");
      http.bareToken(client.clientId(), "wrong");
      assertThat(http.bareToken(client).status()).isEqualTo(429);
      http.send(http.request("/auth/token").method("GET", BodyPublishers.noBody()));
      List<String> told =
          server
              .bean(JdbcTemplate.class)
              .queryForList(
                  "SELECT CONCAT_WS(' ', address, client_id, outcome) FROM audit_event"
                      + " WHERE kind = 'TOKEN_REFUSED' ORDER BY id",
                  String.class);
      String proven = "127.0.0.1 " + client.clientId();
      assertThat(told)
          .containsExactly(
              "127.0.0.1 no credentials",
              "127.0.0.1 invalid_request",
              proven + " unsupported_grant_type",
              proven + " wrong secret",
              proven + " wrong secret",
              "127.0.0.1 slow_down");
    }
  }

  private static Integer rows(AuthServer server) {
    String sql = "SELECT count(*) FROM audit_event WHERE kind = 'TOKEN_REFUSED'";
    return server.bean(JdbcTemplate.class).queryForObject(sql, Integer.class);
  }

  private static Integer told(AuthServer server, String outcome) {
    String sql = "SELECT count(*) FROM audit_event WHERE outcome = ?";
    return server.bean(JdbcTemplate.class).queryForObject(sql, Integer.class, outcome);
  }
}
