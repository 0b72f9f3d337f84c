package io.bcda.api;

import static io.bcda.api.FileForm.GZIP;
import static io.bcda.api.FileForm.IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.audit.AuditKind;
import io.bcda.harness.BrokenWire;
import io.bcda.harness.HeadlessChromium;
import io.bcda.harness.Program;
import io.bcda.harness.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs that people download with get every byte of a file of several segments, in the form
 * that they ask for. Those that are not installed are skipped.
 */
class DownloadClientsIT {
  private static final String PYTHONS =
      """
      import sys, MODULE
      url, token, file = sys.argv[1:]
      answer = MODULE.get(url, headers={'Authorization': token})
      answer.raise_for_status()
      open(file, 'wb').write(answer.content)
      """;
  private static final String URLLIB =
      """
      import sys, urllib.request
      url, token, file = sys.argv[1:]
      request = urllib.request.Request(url, headers={'Authorization': token})
      open(file, 'wb').write(urllib.request.urlopen(request).read())
      """;
  private static final String NODE =
      """
      const [url, token, file] = process.argv.slice(1);
      fetch(url, {headers: {Authorization: token}})
        .then(answer => answer.arrayBuffer())
        .then(bytes => require('fs').writeFileSync(file, Buffer.from(bytes)));
      """;
  private static final String IN_THE_PAGE =
      """
      fetch('URL', {headers: {Authorization: 'TOKEN'}})
        .then(answer => answer.arrayBuffer())
        .then(async buffer => {
          const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', buffer));
          const lines = new Uint8Array(buffer).filter(byte => byte === 10).length;
          return lines + ' ' + Array.from(digest, b => b.toString(16).padStart(2, '0')).join('');
        })
      """;
  private static final int CURL_PARTIAL_FILE = 18;
  private static WireFile file;
  @TempDir Path folder;

  @BeforeAll
  static void export() throws IOException {
    file = WireFile.exported(TestServer.H2);
    assertThat(file.segments()).as("segments").isGreaterThanOrEqualTo(3);
  }

  /**
   * @param form what its request asks for
   * @param words its command line; URL, TOKEN and OUT stand for the test's own
   */
  private record Client(String name, FileForm form, Supplier<Program> program, String... words) {
    static Client curl(String name, FileForm form, String... words) {
      return cli(name, form, "curl", words, "-sSf", "-H", "Authorization: TOKEN", "-o");
    }

    static Client wget(String name, FileForm form, String... words) {
      return cli(name, form, "wget", words, "-q", "--header=Authorization: TOKEN", "-O");
    }

    private static Client cli(
        String name, FileForm form, String program, String[] words, String... more) {
      Stream<String> line = Stream.concat(Arrays.stream(words), Arrays.stream(more));
      return new Client(
          name,
          form,
          () -> Program.assumed(program),
          Stream.concat(line, Stream.of("OUT", "URL")).toArray(String[]::new));
    }

    static Client python(String module, FileForm form, String script) {
      Supplier<Program> python = () -> Program.assumedPython(module);
      return new Client(module, form, python, "-c", script, "URL", "TOKEN", "OUT");
    }

    static Client node() {
      Supplier<Program> node = () -> Program.assumed("node");
      return new Client("Node's fetch", GZIP, node, "-e", NODE, "URL", "TOKEN", "OUT");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Client> clients() {
    return Stream.of(
        Client.curl("curl", IDENTITY),
        Client.curl("curl --compressed", GZIP, "--compressed"),
        Client.wget("wget", IDENTITY),
        Client.wget("wget --compression=auto", GZIP, "--compression=auto"),
        Client.python("urllib", IDENTITY, URLLIB),
        Client.python("requests", GZIP, PYTHONS.replace("MODULE", "requests")),
        Client.python("httpx", GZIP, PYTHONS.replace("MODULE", "httpx")),
        Client.node());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void givenAProgram_whenItDownloads_thenEveryByteInTheFormThatItAskedFor(Client client)
      throws Exception {
    long before = file.lastEvent();
    Path out = folder.resolve("out.ndjson");
    String[] words =
        Arrays.stream(client.words())
            .map(word -> word.replace("TOKEN", file.bearer()).replace("OUT", "" + out))
            .map(word -> word.replace("URL", file.url()))
            .toArray(String[]::new);
    client.program().get().run(words);
    assertWhole(Files.readAllBytes(out));
    file.awaitDownload(before, AuditKind.FILE_DOWNLOADED, sent(client.form(), "whole"));
  }

  @Test
  void givenJavasClient_whenItDownloads_thenEveryByte() throws Exception {
    long before = file.lastEvent();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(file.url()))
            .header("Authorization", file.bearer())
            .build();
    assertWhole(HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body());
    file.awaitDownload(before, AuditKind.FILE_DOWNLOADED, sent(IDENTITY, "whole"));
  }

  @Test
  void givenABrowser_whenAPageFetchesTheFile_thenEveryByte() throws Exception {
    long before = file.lastEvent();
    try (HeadlessChromium browser = HeadlessChromium.open(TestServer.H2.url() + "/")) {
      String script = IN_THE_PAGE.replace("URL", file.url()).replace("TOKEN", file.bearer());
      assertThat(browser.evaluate(script))
          .isEqualTo(file.item().get("count").asText() + " " + file.sha256(IDENTITY));
    }
    file.awaitDownload(before, AuditKind.FILE_DOWNLOADED, sent(GZIP, "whole"));
  }

  @ParameterizedTest
  @EnumSource(FileForm.class)
  void givenABrokenDownload_whenCurlGoesOn_thenTheRestAndNoByteElse(FileForm form)
      throws Exception {
    long before = file.lastEvent();
    Program curl = Program.assumed("curl");
    Path out = folder.resolve("part");
    List<String> words = new ArrayList<>(List.of("-sSf", "-C", "-", "-o", "" + out));
    words.addAll(List.of("-H", "Authorization: " + file.bearer()));
    words.addAll(List.of("-H", WireFile.accepting(form)));
    try (BrokenWire wire = BrokenWire.to(TestServer.H2, 300_000)) {
      assertThat(curl.exit(with(words, wire.url() + file.path()))).isEqualTo(CURL_PARTIAL_FILE);
    }
    long had = Files.size(out);
    assertThat(had).isBetween(299_000L, 300_000L);
    curl.run(with(words, file.url()));
    assertThat(hex(Files.readAllBytes(out))).isEqualTo(file.sha256(form));
    long size = Files.size(out);
    file.awaitDownload(
        before,
        AuditKind.FILE_DOWNLOADED,
        sent(form, "bytes %d-%d/%d".formatted(had, size - 1, size)));
  }

  private static String[] with(List<String> words, String url) {
    return Stream.concat(words.stream(), Stream.of(url)).toArray(String[]::new);
  }

  private static String sent(FileForm form, String part) {
    return (form == GZIP ? "gzip " : "identity ") + part + ", ";
  }

  private static void assertWhole(byte[] bytes) throws Exception {
    assertThat(new String(bytes, StandardCharsets.UTF_8).lines().count())
        .isEqualTo(file.item().get("count").asLong());
    assertThat(hex(bytes)).isEqualTo(file.sha256(IDENTITY));
  }

  private static String hex(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
