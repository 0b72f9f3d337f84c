package io.bcda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bcda.attribution.RosterKind;
import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The curl walk of the README does what it says, line by line, as it stands. */
class ReadmeIT {
  private static final String PUBLISHED = "a9990-sandbox:a9990-sandbox-secret";
  private static final String BORDER = "=== next ===";
  private static final Pattern WALK = Pattern.compile("(?s)\n## From token to file\n(.*?)\n## ");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTheLinesOfTheReadme_whenPastedOneByOne_thenEachDoesWhatItSays(TestServer server)
      throws Exception {
    assumeTrue(answers("curl", "--version") && answers("sh", "-c", "true"), "needs sh and curl");
    List<String> said = paste(server, readme(), credentials(server));
    assertThat(said).hasSize(12);
    assertThat(said.get(1)).as("token").matches("(?s)\\S+\\.\\S+\\.\\S+\\s*");
    assertThat(said.get(2))
        .as("job")
        .matches("http://localhost:8080/api/v2/jobs/[0-9a-f-]{36}\\s*");
    assertThat(said.get(3)).as("status").containsAnyOf("X-Progress:", "\"output\":");
    assertThat(said.get(4)).as("manifest").contains("\"transactionTime\"", "\"output\"");
    assertThat(said.get(5)).as("lines").contains("4 total");
    assertThat(said.get(6)).as("since").contains("202", "Content-Location:");
    assertThat(said.get(8)).as("cancel").startsWith("HTTP/1.1 202");
    assertThat(said.get(9)).as("cancelled").startsWith("HTTP/1.1 404");
    assertThat(AcoClient.json(said.get(10))).as("jobs").hasSize(2);
    assertThat(said.get(11)).as("attribution").contains("last_attribution_update");
  }

  /** One person with two coverages and a claim: four lines. */
  private static String credentials(TestServer server) {
    TestWorld world = new TestWorld(server);
    String mbi = TestWorld.mbi();
    String id = "readme-" + mbi.toLowerCase(java.util.Locale.ROOT);
    world.patient(id, mbi);
    world.coverage("part-a-" + id, id);
    world.coverage("part-b-" + id, id);
    world.claim("carrier-" + id, id, LocalDate.now(server.clock()).minusMonths(1));
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);
    IssuedSecret secret = server.bean(ClientStore.class).create(world.aco(), "readme");
    return secret.clientId() + ":" + secret.secret();
  }

  private static List<String> readme() throws IOException {
    var walk = WALK.matcher(Files.readString(Path.of("README.md")));
    assertThat(walk.find()).isTrue();
    return BLOCK.matcher(walk.group(1)).results().flatMap(b -> b.group(1).lines()).toList();
  }

  /** What each line says. Only the credentials and the port differ from the README. */
  private List<String> paste(TestServer server, List<String> lines, String credentials)
      throws Exception {
    String port = server.url().replaceFirst(".*:", "");
    String redirect =
        "curl() { command curl --connect-to localhost:8080:localhost:" + port + " \"$@\"; }\n";
    String walk =
        lines.stream()
            .map(line -> line.replace(PUBLISHED, credentials))
            .collect(Collectors.joining("\necho; echo '" + BORDER + "'\n"));
    assertThat(walk).contains(credentials);
    Path script = Files.writeString(folder.resolve("walk.sh"), redirect + walk + "\n");
    Path said = folder.resolve("said");
    ProcessBuilder shell = new ProcessBuilder("sh", script.toString());
    shell.environment().put("TMPDIR", folder.toString());
    Process process = shell.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return Stream.of(Files.readString(said, UTF_8).split(Pattern.quote(BORDER)))
        .map(String::strip)
        .toList();
  }

  private static boolean answers(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
