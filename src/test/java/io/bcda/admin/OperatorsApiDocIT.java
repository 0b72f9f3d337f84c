package io.bcda.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bcda.auth.ClientStore;
import io.bcda.auth.IssuedSecret;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The curl lines of docs/operators-api.md do what they say, as they stand. */
class OperatorsApiDocIT {
  private static final String FIRST = "operator:$BCDA_ADMIN_BOOTSTRAP_SECRET";
  private static final String BORDER = "=== next ===";
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  @TempDir Path folder;

  @Test
  void givenTheLinesOfThePage_whenPastedOneByOne_thenEachIsAnswered() throws Exception {
    assumeTrue(answers("curl", "--version") && answers("sh", "-c", "true"), "needs sh and curl");
    List<String> said = paste(TestServer.H2, lines());
    assertThat(said).hasSize(17);
    assertThat(said.get(0)).as("token").matches("\\S+\\.\\S+\\.\\S+");
    assertThat(said.get(1)).as("models").contains("\"name\":\"SSP\"");
    assertThat(said.get(2)).as("aco").startsWith("{\"id\":\"A9993\",\"name\":\"An ACO\"");
    assertThat(said.get(3)).as("client").contains("\"secret\":\"");
    assertThat(said.get(4)).as("clients").contains("\"name\":\"Warehouse\"", "\"aco\":\"A9993\"");
    assertThat(said.get(5)).as("terms").contains("\"endedOn\":\"2026-06-30\"");
    assertThat(said.get(6)).as("restored").contains("\"changed\":true");
    assertThat(said.get(8)).as("delivery").contains("file:    T.PCPB.M2611.D261105.T1000000");
    assertThat(said.get(9)).as("deliveries").startsWith("{\"items\":[");
    assertThat(said.get(11))
        .as("claims file")
        .startsWith("HTTP/1.1 202")
        .contains("Location: /admin/v1/claims-files/people.ndjson");
    assertThat(said.get(12)).as("where it is").contains("\"name\":\"people.ndjson\",\"place\":");
    assertThat(said.get(13)).as("loads").startsWith("{\"items\":[");
    assertThat(said.get(14)).as("jobs").startsWith("{\"items\":[");
    assertThat(said.get(15)).as("trail").contains("\"kind\":\"aco_terms_changed\"");
    assertThat(said.get(16).lines().map(line -> AcoClient.json(line).get("kind").asText()))
        .as("export")
        .isNotEmpty()
        .containsOnly("client_created");
  }

  private static List<String> lines() throws IOException {
    String page = Files.readString(Path.of("docs/operators-api.md"));
    return BLOCK.matcher(page).results().flatMap(b -> b.group(1).lines()).toList();
  }

  /** What each line says. Only the credentials and the ports differ from the page. */
  private List<String> paste(TestServer server, List<String> lines) throws Exception {
    IssuedSecret secret = server.bean(ClientStore.class).createOperator("page");
    String redirect =
        "curl() { command curl --connect-to localhost:8080:localhost:%s --connect-to localhost:8081:localhost:%s \"$@\"; }\n"
            .formatted(port(server.url()), port(server.managementUrl()));
    String walk =
        lines.stream()
            .map(line -> line.replace(FIRST, secret.clientId() + ":" + secret.secret()))
            .collect(Collectors.joining("\necho; echo '" + BORDER + "'\n"));
    assertThat(walk).contains(secret.secret());
    Path script = Files.writeString(folder.resolve("walk.sh"), redirect + walk + "\n");
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder("sh", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return Stream.of(Files.readString(said, UTF_8).split(Pattern.quote(BORDER)))
        .map(String::strip)
        .toList();
  }

  private static String port(String url) {
    return url.replaceFirst(".*:", "");
  }

  private static boolean answers(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
