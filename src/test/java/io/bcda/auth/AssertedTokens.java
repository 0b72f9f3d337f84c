package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.TestServer;
import java.net.URI;

/** Tokens of clients that sign in by an assertion. */
public final class AssertedTokens {
  private AssertedTokens() {}

  /** A token of a client, who gets a key for it. */
  public static String of(TestServer server, String clientId) {
    server.bean(ClientKeyStore.class).replace(clientId, TestAssertion.jwks(TestAssertion.EC));
    TestAssertion assertion =
        TestAssertion.of(clientId, TestAssertion.EC, "http://localhost:8080/auth/token");
    AuthHttp.Answer answer =
        new AuthHttp(URI.create(server.url()).getPort()).asserted(assertion.jwt(), "system/*.rs");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.text("access_token");
  }
}
