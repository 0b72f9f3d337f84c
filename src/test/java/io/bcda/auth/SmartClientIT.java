package io.bcda.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.bcda.harness.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The client that docs/smart-clients.md shows, in a language and with a library that are not ours.
 */
class SmartClientIT {
  private static final Path SCRIPT = Path.of("src/test/resources/io/bcda/auth/smart-client.mjs");
  private static final String SCOPE = "system/Patient.rs system/Coverage.rs";
  private static AuthServer server;
  private static TestJwksSite site;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = AuthServer.sandbox("smart-client", "--bcda.public-url=");
    site = new TestJwksSite();
  }

  @AfterAll
  static void end() {
    site.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"rsa, RS384, value", "rsa, RS384, url", "ec, ES384, value", "ec, ES384, url"})
  void givenNode_whenItSigns_thenAToken(String type, String alg, String how) throws Exception {
    Program node = Program.assumed("node");
    Path key = folder.resolve("private.pem");
    String jwks = said(node, "keys", key.toString(), type);
    String client = server.newClient().clientId();
    ClientKeyStore keys = server.bean(ClientKeyStore.class);
    if (how.equals("value")) {
      keys.replace(client, jwks);
    } else {
      site.serve(jwks);
      keys.setUrl(client, site.url("/" + type)); // what a URL gave is kept for a while
    }
    String base = "http://localhost:" + server.port();
    String token = said(node, "token", base, client, key.toString(), SCOPE);

    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("scope")).isEqualTo(SCOPE);
    assertThat(new AuthHttp(server.port()).get("/api/v2/whoami", token).text("clientId"))
        .isEqualTo(client);
  }

  @Test
  void givenTheDocument_whenItShowsTheClient_thenThisOne() throws IOException {
    assertThat(Files.readString(Path.of("docs/smart-clients.md")))
        .contains("```js\n" + Files.readString(SCRIPT) + "```\n");
  }

  private String said(Program program, String... words) throws Exception {
    Path said = folder.resolve("said.txt");
    String[] line = Stream.concat(Stream.of("" + SCRIPT), Stream.of(words)).toArray(String[]::new);
    Process process = program.start(ProcessBuilder.Redirect.to(said.toFile()), line);
    assertThat(process.waitFor(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(said).strip();
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
