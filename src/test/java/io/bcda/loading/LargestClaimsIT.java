package io.bcda.loading;

import static io.bcda.loading.TestLoads.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.sandbox.GenerateCommand;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The largest person and the largest claim, loaded, exported and deleted. */
class LargestClaimsIT {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @TempDir Path folder;

  private final String person = "p-" + UUID.randomUUID();
  private final String mbi = TestWorld.mbi();

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPersonOfThreeThousandClaims_whenExportedAndDeleted_thenEachLineOnce(TestServer server)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(TestLines.patient(person, mbi));
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= 3000; i++) {
      ids.add(i + "-" + person);
      lines.add(TestLines.canonicalClaim(i + "-" + person, person));
    }
    LoadReport report = load(server, write("many.ndjson", lines));
    assertThat(report.counts()).as(report.text()).isEqualTo(new LoadCounts(3001, 3001, 0, 0, 0));
    AcoClient client = client(server);

    AcoClient.Export first = client.export("Group/all/$export");

    assertThat(exported(client, first)).containsExactlyInAnyOrderElementsOf(sent(lines));

    List<String> deletes = new ArrayList<>();
    for (int i = 1; i <= 5000; i++) {
      deletes.add("ExplanationOfBenefit/%d-%s".formatted(i, person));
    }
    LoadReport gone = load(server, write("gone.ndjson", List.of(TestLines.deletes(deletes))));
    assertThat(gone.state()).as(gone.text()).isEqualTo(LoadState.DONE);
    assertThat(gone.counts().deletions()).isEqualTo(new LoadCounts.Deletions(1, 3000));

    AcoClient.Export second = since(client, first);
    assertThat(second.output()).isEmpty();
    assertThat(second.deleted())
        .isEqualTo(Map.of("ExplanationOfBenefit", ids.stream().sorted().toList()));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClaimOfAThousandLines_whenExported_thenItIsTheLineThatWasLoaded(TestServer server)
      throws IOException {
    check(server, ofAThousandLines(fullClaim()));
  }

  /** As large as they come: one line of it has 8 kB. */
  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAClaimOfAThousandLinesOfCmss_whenExported_thenItIsTheLineThatWasLoaded(
      TestServer server) throws IOException {
    Path dme = Path.of("../shared/fixtures/bfd-v2/eobReadDme.json");
    assumeTrue(Files.exists(dme), "BFD fixtures are not here");
    String claim = Files.readString(dme).replace("IGNORED_FIELD", "2024-01-02T03:04:05Z");
    String line = ofAThousandLines(claim);
    assertThat(line.length()).isGreaterThan(8_000_000);
    check(server, line);
  }

  private String ofAThousandLines(String text) throws IOException {
    ObjectNode claim = (ObjectNode) JSON.readTree(text);
    ArrayNode items = (ArrayNode) claim.get("item");
    List<JsonNode> few = new ArrayList<>();
    items.forEach(few::add);
    items.removeAll();
    for (int i = 0; i < 1000; i++) {
      ObjectNode item = few.get(i % few.size()).deepCopy();
      items.add(item.put("sequence", i + 1));
    }
    claim.put("id", "e-" + person);
    ((ObjectNode) claim.get("patient")).put("reference", "Patient/" + person);
    String line = JSON.writeValueAsString(claim);
    assertThat(line.length()).isGreaterThan(1 << 20);
    return line;
  }

  private void check(TestServer server, String claim) throws IOException {
    List<String> lines = List.of(TestLines.patient(person, mbi), claim);

    LoadReport report = load(server, write("large.ndjson", lines));
    assertThat(report.counts()).as(report.text()).isEqualTo(new LoadCounts(2, 2, 0, 0, 0));
    AcoClient client = client(server);

    assertThat(exported(client, client.export("Group/all/$export")))
        .containsExactlyInAnyOrderElementsOf(sent(lines));
    LoadReport again = load(server, write("again.ndjson", List.of("", lines.get(1))));
    assertThat(again.counts()).isEqualTo(new LoadCounts(1, 0, 0, 1, 0));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPatientDeleted_whenExported_thenNothingOfThePersonUntilItIsBack(TestServer server)
      throws IOException {
    String patient = TestLines.patient(person, mbi);
    List<String> lines = new ArrayList<>(List.of(patient));
    lines.add(TestLines.coverage("c-" + person, person));
    lines.add(TestLines.canonicalClaim("a-" + person, person));
    load(server, write("a.ndjson", lines));
    AcoClient client = client(server);
    AcoClient.Export first = client.export("Group/all/$export");
    assertThat(exported(client, first)).containsExactlyInAnyOrderElementsOf(sent(lines));

    load(server, write("gone.ndjson", List.of(TestLines.deletes(List.of("Patient/" + person)))));
    assertThat(client.export("Group/all/$export").output()).isEmpty();
    AcoClient.Export second = since(client, first);
    assertThat(second.output()).isEmpty();
    assertThat(second.deleted())
        .isEqualTo(
            Map.of(
                "Patient", List.of(person),
                "Coverage", List.of("c-" + person),
                "ExplanationOfBenefit", List.of("a-" + person)));

    String late = TestLines.canonicalClaim("late-" + person, person);
    load(server, write("late.ndjson", List.of(late)));
    AcoClient.Export third = since(client, second);
    assertThat(third.output()).isEmpty();
    assertThat(third.deleted()).isEmpty();

    load(server, write("back.ndjson", List.of("", patient)));
    lines.add(late);
    AcoClient.Export fourth = since(client, third);
    assertThat(exported(client, fourth)).containsExactlyInAnyOrderElementsOf(sent(lines));
    assertThat(fourth.deleted()).isEmpty();
    assertThat(exported(client, client.export("Group/all/$export")))
        .containsExactlyInAnyOrderElementsOf(sent(lines));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTwoPatientsOfOneMbi_whenExported_thenNeither_untilOneIsGone(TestServer server)
      throws IOException {
    List<String> one =
        List.of(TestLines.patient(person, mbi), TestLines.canonicalClaim("a-" + person, person));
    String other = "other-" + person;
    List<String> two =
        List.of(TestLines.patient(other, mbi), TestLines.canonicalClaim("b-" + person, other));
    load(server, write("one.ndjson", one));
    AcoClient client = client(server);
    AcoClient.Export first = client.export("Group/all/$export");
    assertThat(exported(client, first)).containsExactlyInAnyOrderElementsOf(sent(one));

    load(server, write("two.ndjson", two));
    AcoClient.Export second = since(client, first);
    assertThat(second.output()).isEmpty();
    assertThat(second.deleted())
        .isEqualTo(
            Map.of("Patient", List.of(person), "ExplanationOfBenefit", List.of("a-" + person)));
    AcoClient.Export none = client.export("Group/all/$export");
    assertThat(none.output()).isEmpty();
    assertThat(none.manifest().at("/extension/totals/ambiguous").asInt()).isEqualTo(1);
    assertThat(none.manifest().at("/extension/totals/notYetKnown").asInt(-1)).isZero();

    load(server, write("gone.ndjson", List.of(TestLines.deletes(List.of("Patient/" + person)))));
    assertThat(exported(client, since(client, second)))
        .containsExactlyInAnyOrderElementsOf(sent(two));
  }

  private AcoClient client(TestServer server) {
    TestWorld world = new TestWorld(server);
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);
    return world.client();
  }

  private static AcoClient.Export since(AcoClient client, AcoClient.Export before) {
    return client.export(
        "Group/all/$export?_since=" + before.transactionTime().replace("+", "%2B"));
  }

  /** The lines of all files, byte for byte, but for what the server says of the version. */
  private static List<String> exported(AcoClient client, AcoClient.Export export) {
    List<String> lines = new ArrayList<>();
    for (JsonNode file : export.manifest().get("output")) {
      client.get(file.get("url").asText()).body().lines().forEach(lines::add);
    }
    return sent(lines);
  }

  private static List<String> sent(List<String> lines) {
    return lines.stream()
        .map(
            line ->
                line.replaceFirst("\"versionId\":\"\\d+\",?", "")
                    .replaceFirst("\"lastUpdated\":\"[^\"]*\",?", "")
                    .replace(",}", "}")
                    .replace("\"meta\":{},", ""))
        .toList();
  }

  /** The longest claim of a generated world, of those that exports show. */
  private String fullClaim() throws IOException {
    Path world = folder.resolve("world");
    String[] args = {"--out", world.toString(), "--people", "30", "--as-of", "2026-11-23"};
    PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(GenerateCommand.run(args, quiet, Clock.systemUTC())).isZero();
    String longest = "";
    try (Stream<Path> files = Files.list(world.resolve("stage-1/claims"))) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("Explanation")).toList()) {
        try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            boolean shown = !line.matches(".*\"code\":\"(F1|HZ|H00)[^\"]*\".*");
            longest = shown && line.length() > longest.length() ? line : longest;
          }
        }
      }
    }
    return longest;
  }

  private Path write(String name, List<String> lines) throws IOException {
    return TestLoads.write(folder, name, lines);
  }
}
