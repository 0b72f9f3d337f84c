package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.auth.AuthHttp.Answer;
import io.bcda.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The secrets of a client, from the first to the last, over HTTP. */
class ClientSecretsIT {
  private static final String SSAS_SECRET = "b5".repeat(40);

  // Python: hashlib.pbkdf2_hmac('sha512', b'b5' * 40, bytes(range(32)), 1000, 64)
  private static final String SSAS_HASH =
      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
          + ":O+aJSL6RrkGYkYdZaWgTeD6komX7jPppByaypbMz3erud+t0vQMZ89nhVTwb005YndSvZMvZs2TVoljo/FV9"
          + "JQ==:1000";
  private static AuthServer server;
  private static AuthHttp http;

  @BeforeAll
  static void start() {
    server = AuthServer.shared();
    http = new AuthHttp(server.port());
  }

  @AfterEach
  void presentAgain() {
    server.clock().reset();
  }

  @Test
  void givenTwoLiveSecrets_whenAThirdIsAsked_thenRefusedUntilOneEnds() {
    IssuedSecret first = server.newClient();
    IssuedSecret second = server.changes().addSecret(first.clientId());

    assertThatThrownBy(() -> server.changes().addSecret(first.clientId()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("client end-secret")
        .hasMessageContaining("client rotate");
    assertWorks(first, second);

    long id = server.clients().secrets(first.clientId()).get(0).id();
    server.changes().endSecret(first.clientId(), id);
    assertEnded(first);
    IssuedSecret third = server.changes().addSecret(first.clientId());
    assertWorks(second, third);
    assertThatThrownBy(() -> server.changes().endSecret(first.clientId(), id))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void givenOneThatExpired_whenAnotherIsAsked_thenItDoesNotCount() {
    IssuedSecret first = server.newClient();
    server.changes().addSecret(first.clientId());
    server.clock().advance(Duration.ofDays(90));
    server.changes().addSecret(first.clientId());
    assertWorks(server.changes().addSecret(first.clientId()));
  }

  @Test
  void givenTwoSecrets_whenRotated_thenTheNewestGoesOnForADayAndTheOlderEnds() {
    IssuedSecret first = server.newClient();
    IssuedSecret second = server.changes().addSecret(first.clientId());

    IssuedSecret third = server.changes().rotate(first.clientId());
    assertEnded(first);
    assertWorks(second, third);

    server.clock().advance(Duration.ofHours(24).minusSeconds(10));
    assertWorks(second, third);
    server.clock().advance(Duration.ofSeconds(11));
    assertEnded(second);
    assertWorks(third);
  }

  @Test
  void givenASecretThatEndsBeforeTheOverlap_whenRotated_thenItsEndIsNotPutOff() {
    IssuedSecret first = server.newClient();
    server.clock().advance(Duration.ofDays(90).minusHours(1));
    server.changes().rotate(first.clientId());
    server.clock().advance(Duration.ofHours(1).plusSeconds(1));
    assertEnded(first);
  }

  @Test
  void givenASecret_whenRotatedWithoutOverlap_thenItEndsAtOnce() {
    IssuedSecret first = server.newClient();
    IssuedSecret second = server.changes().rotateNow(first.clientId());
    assertEnded(first);
    assertWorks(second);
  }

  @Test
  void givenAnothersSecret_whenEnded_thenRefusedAndItWorks() {
    IssuedSecret mine = server.newClient();
    IssuedSecret other = server.newClient();
    long id = server.clients().secrets(other.clientId()).get(0).id();
    assertThatThrownBy(() -> server.changes().endSecret(mine.clientId(), id))
        .isInstanceOf(Refusal.class);
    assertWorks(mine, other);
  }

  @Test
  void givenADeactivatedClient_whenItsSecretsAreListed_thenAllHaveEnded() {
    IssuedSecret gone = server.newClient();
    server.changes().addSecret(gone.clientId());
    server.changes().deactivate(gone.clientId());
    assertThat(server.clients().secrets(gone.clientId()))
        .hasSize(2)
        .allMatch(s -> s.state() == ClientSecret.State.ENDED);
    assertThatThrownBy(() -> server.changes().rotate(gone.clientId())).isInstanceOf(Refusal.class);
  }

  @Test
  void givenASecretThatEndsWithinAWeek_whenTokenIsGot_thenTheAnswerSaysWhen() {
    IssuedSecret client = server.newClient();
    server.clock().advance(Duration.ofDays(83).minusMinutes(1));
    assertThat(http.bareToken(client).header("Secret-Expires")).isEmpty();
    server.clock().advance(Duration.ofMinutes(2));

    Answer answer = http.bareToken(client);
    Instant told =
        ZonedDateTime.parse(answer.header("Secret-Expires"), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
    assertThat(told.getEpochSecond()).isEqualTo(client.expiresAt().getEpochSecond());
    assertThat(server.clients().secrets(client.clientId()).get(0).state())
        .isEqualTo(ClientSecret.State.ENDS_SOON);

    IssuedSecret next = server.changes().rotate(client.clientId());
    assertThat(http.bareToken(next).header("Secret-Expires")).isEmpty();
  }

  @Test
  void givenAnImportedHash_whenItsSecretComes_thenATokenAndFromThenOnTheFastHash() {
    String aco = server.acoOf(server.newClient());
    String id = "0f7c2d52-" + aco;
    server.clients().importClient(aco, id, "from elsewhere", SSAS_HASH);

    assertThat(http.bareToken(id, "b5".repeat(39)).status()).isEqualTo(401);
    assertThat(imported(id)).containsExactly(SSAS_HASH);
    assertThat(http.bareToken(id, SSAS_SECRET).status()).isEqualTo(200);
    assertThat(imported(id)).containsExactly((String) null);
    assertThat(http.bareToken(id, SSAS_SECRET).status()).isEqualTo(200);
    assertThat(http.bareToken(id, "b5".repeat(39)).status()).isEqualTo(401);
    assertThat(http.bareToken(id, "").status()).isNotEqualTo(200);

    assertThatThrownBy(() -> server.clients().importClient(aco, id, "again", SSAS_HASH))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> server.clients().importClient(aco, "a b", "x", SSAS_HASH))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> server.clients().importClient(aco, "ab", "x", "a:b:1"))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void givenAPasswordOfMoreThan256Bytes_whenToken_thenRefusedLikeAnyWrongOne() {
    IssuedSecret client = server.newClient();
    Answer wrong = http.bareToken(client.clientId(), "wrong");
    Answer longer = http.bareToken(client.clientId(), "x".repeat(3_000));
    assertThat(longer.status()).isEqualTo(401);
    assertThat(longer.body()).isEqualTo(wrong.body());
  }

  @Test
  void givenChanges_whenAudited_thenOneEventEachWithoutSecrets() {
    IssuedSecret first = server.newClient();
    String id = first.clientId();
    IssuedSecret second = server.changes().addSecret(id);
    IssuedSecret third = server.changes().rotate(id);
    server.changes().setContact(id, "Jo Roe, 555-0100");
    server.changes().setAddresses(id, ClientAddresses.of(List.of("192.0.2.0/24")));
    server.changes().revokeTokens(id);
    server.changes().deactivate(id);

    JdbcTemplate db = server.bean(JdbcTemplate.class);
    String sql = "SELECT kind || ' ' || outcome FROM audit_event WHERE aco = ? ORDER BY id";
    assertThat(db.queryForList(sql, String.class, server.acoOf(first)))
        .containsExactly(
            "CLIENT_CREATED created, ACO",
            "CLIENT_CHANGED secret added",
            "CLIENT_CHANGED secret rotated",
            "CLIENT_CHANGED contact changed",
            "CLIENT_CHANGED addresses: 192.0.2.0/24",
            "CLIENT_CHANGED all tokens revoked",
            "CLIENT_CHANGED deactivated");
    String all = db.queryForList("SELECT * FROM audit_event").toString();
    assertThat(all).doesNotContain(second.secret(), third.secret(), "Jo Roe");
  }

  @Test
  void givenARefusedChange_whenAudited_thenNothing() {
    IssuedSecret client = server.newClient();
    server.changes().addSecret(client.clientId());
    assertThatThrownBy(() -> server.changes().addSecret(client.clientId()))
        .isInstanceOf(Refusal.class);
    Integer events =
        server
            .bean(JdbcTemplate.class)
            .queryForObject(
                "SELECT COUNT(*) FROM audit_event WHERE aco = ?",
                Integer.class,
                server.acoOf(client));
    assertThat(events).isEqualTo(2);
    assertThatThrownBy(() -> server.clients().create("A0000", "no such ACO"))
        .isInstanceOf(Refusal.class);
  }

  private static void assertWorks(IssuedSecret... secrets) {
    for (IssuedSecret secret : secrets) {
      assertThat(http.bareToken(secret).status()).isEqualTo(200);
    }
  }

  private static void assertEnded(IssuedSecret secret) {
    assertThat(http.bareToken(secret).status()).isEqualTo(401);
  }

  private static List<String> imported(String client) {
    return server
        .bean(JdbcTemplate.class)
        .queryForList(
            "SELECT imported FROM auth_client_secret WHERE client_id = ?", String.class, client);
  }
}
