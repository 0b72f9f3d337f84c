package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.auth.AuthHttp.Answer;
import org.junit.jupiter.api.Test;

/** A token's answer with {@code bcda.compatibility: bcda-strict}. */
class BcdaStrictTokenIT {
  private static final String FORM = "grant_type=client_credentials";

  @Test
  void givenBcdasShapes_whenTokenIsAskedAsOAuthHasIt_thenExpiresInIsAString() {
    try (AuthServer server = AuthServer.start("strict", "--bcda.compatibility=bcda-strict")) {
      AuthHttp http = new AuthHttp(server.port());
      Answer answer = http.form("/auth/token", server.newClient(), FORM);
      assertThat(answer.json().get("expires_in").isTextual()).isTrue();
      assertThat(answer.text("expires_in")).isEqualTo("1200");
    }
  }

  @Test
  void givenBcdasShapesAndAWordOnThisOne_whenTokenIsAsked_thenTheWordCounts() {
    try (AuthServer server =
        AuthServer.start(
            "strict-number", "--bcda.compatibility=bcda-strict", "--bcda.auth.expires-in=number")) {
      AuthHttp http = new AuthHttp(server.port());
      assertThat(http.bareToken(server.newClient()).json().get("expires_in").isNumber()).isTrue();
    }
  }
}
