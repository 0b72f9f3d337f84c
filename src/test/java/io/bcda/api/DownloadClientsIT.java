package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.TestServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs that people download with get every line. Those not installed are passed over. */
class DownloadClientsIT {
  private static TinyWorld world;
  private static String url;
  private static long lines;
  @TempDir Path folder;

  @BeforeAll
  static void export() {
    world = TinyWorld.in(TestServer.H2);
    JsonNode item =
        world
            .client()
            .export("Group/all/$export?_type=ExplanationOfBenefit")
            .manifest()
            .at("/output/0");
    url = item.get("url").asText().replace("http://localhost:8080", TestServer.H2.url());
    lines = item.get("count").asLong();
  }

  static Stream<Arguments> programs() {
    String python =
        """
        import sys, urllib.request
        request = urllib.request.Request(sys.argv[1], headers={'Authorization': sys.argv[2]})
        open(sys.argv[3], 'wb').write(urllib.request.urlopen(request).read())
        """;
    String httpx =
        """
        import sys, httpx
        answer = httpx.get(sys.argv[1], headers={'Authorization': sys.argv[2]})
        open(sys.argv[3], 'wb').write(answer.content)
        """;
    String node =
        """
        const [url, token, file] = process.argv.slice(1);
        fetch(url, {headers: {Authorization: token}})
          .then(answer => answer.arrayBuffer())
          .then(bytes => require('fs').writeFileSync(file, Buffer.from(bytes)));
        """;
    return Stream.of(
        Arguments.of(
            "curl --compressed",
            List.of(
                "curl", "-sSf", "--compressed", "-H", "Authorization: TOKEN", "-o", "OUT", "URL")),
        Arguments.of(
            "curl", List.of("curl", "-sSf", "-H", "Authorization: TOKEN", "-o", "OUT", "URL")),
        Arguments.of(
            "wget", List.of("wget", "-q", "--header=Authorization: TOKEN", "-O", "OUT", "URL")),
        Arguments.of(
            "wget --compression=auto",
            List.of(
                "wget",
                "-q",
                "--compression=auto",
                "--header=Authorization: TOKEN",
                "-O",
                "OUT",
                "URL")),
        Arguments.of("urllib", List.of("python3", "-c", python, "URL", "TOKEN", "OUT")),
        Arguments.of("httpx", List.of("python3", "-c", httpx, "URL", "TOKEN", "OUT")),
        Arguments.of("node fetch", List.of("node", "-e", node, "URL", "TOKEN", "OUT")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void givenAProgram_whenItDownloads_thenAllLines(String name, List<String> command)
      throws Exception {
    assumeTrue(isInstalled(command.get(0)), command.get(0) + " is not installed");
    assumeTrue(!name.equals("httpx") || succeeds("python3", "-c", "import httpx"), "no httpx");
    Path out = folder.resolve("out.ndjson");
    List<String> filled =
        command.stream()
            .map(
                word ->
                    word.replace("TOKEN", "Bearer " + world.client().token())
                        .replace("OUT", out.toString())
                        .replace("URL", url))
            .toList();
    Process process = new ProcessBuilder(filled).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    assertWhole(Files.readString(out));
  }

  @Test
  void givenAnInterruptedCurl_whenItGoesOn_thenAllLines() throws Exception {
    assumeTrue(isInstalled("curl"), "curl is not installed");
    Path out = folder.resolve("part.ndjson");
    String header = "Authorization: Bearer " + world.client().token();
    assertThat(succeeds("curl", "-sSf", "-H", header, "-r", "0-99999", "-o", "" + out, url))
        .isTrue();
    assertThat(out).hasSize(100_000);
    assertThat(succeeds("curl", "-sSf", "-H", header, "-C", "-", "-o", "" + out, url)).isTrue();
    assertWhole(Files.readString(out));
  }

  @Test
  void givenJavasClient_whenItDownloads_thenAllLines() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + world.client().token())
            .build();
    assertWhole(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }

  private static void assertWhole(String text) {
    assertThat(text.lines().count()).isEqualTo(lines);
    assertThat(text.lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
  }

  private static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(p -> Files.isExecutable(Path.of(p, program)));
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
