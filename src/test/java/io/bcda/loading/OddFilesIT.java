package io.bcda.loading;

import static io.bcda.loading.TestLines.gzip;
import static io.bcda.loading.TestLines.utf8;
import static io.bcda.loading.TestLoads.claimsOf;
import static io.bcda.loading.TestLoads.count;
import static io.bcda.loading.TestLoads.load;
import static io.bcda.loading.TestLoads.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bcda.harness.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files as other systems write them, or as they arrive after an accident on the way. */
class OddFilesIT {
  private static final String MBI = "1S00E00AA01";

  @TempDir Path folder;

  private final String person = "p-" + UUID.randomUUID();

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenWindowsLinesAndAMarkInAGzipOfSeveralMembers_whenLoaded_thenAllOfThem(TestServer server)
      throws IOException {
    String text =
        "\uFEFF%s\r\n\r\n%s\r\n%s"
            .formatted(
                TestLines.patient(person, MBI), claim("a").replace("\"p\"", "\"é\""), claim("b"));
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    int within = text.indexOf("é") + 3; // two bytes of the mark more, and one of the letter

    LoadReport report =
        load(
            server,
            file(
                "windows.ndjson.gz",
                gzip(Arrays.copyOf(plain, within)),
                gzip(new byte[0]),
                gzip(Arrays.copyOfRange(plain, within, plain.length))));

    assertThat(report.state()).as(report.text()).isEqualTo(LoadState.DONE);
    assertThat(report.counts()).isEqualTo(new LoadCounts(3, 3, 0, 0, 0));
    assertThat(claimsOf(server, person)).isEqualTo(2);
    assertThat(read(server, "ExplanationOfBenefit/" + id("a")).at("/provider/display").asText())
        .isEqualTo("é");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAGzipWhoseLaterMemberIsDamaged_whenLoaded_thenRefusedWhole(TestServer server)
      throws IOException {
    byte[] first = gzip(utf8(TestLines.patient(person, MBI), claim("a")));
    byte[] second = gzip(utf8(claim("b")));
    byte[] flipped = second.clone();
    flipped[2] ^= 1; // its method of compression
    List<byte[]> rests =
        List.of(
            Arrays.copyOf(second, 5),
            Arrays.copyOf(second, 10),
            Arrays.copyOf(second, second.length - 1),
            flipped,
            utf8(claim("b")));
    for (int i = 0; i < rests.size(); i++) {
      LoadReport report = load(server, file("cut-" + i + ".ndjson.gz", first, rests.get(i)));
      assertThat(report.state()).as("rest " + i).isEqualTo(LoadState.REFUSED);
    }
    assertThat(stored(server)).isZero();

    LoadReport padded = load(server, file("padded.ndjson.gz", first, second, new byte[700]));
    assertThat(padded.counts()).isEqualTo(new LoadCounts(3, 3, 0, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenBytesThatAreNoText_whenLoaded_thenOnlyTheirLinesAreMissing(TestServer server)
      throws IOException {
    List<byte[]> faults =
        List.of(
            new byte[] {0},
            "\\u0000".getBytes(StandardCharsets.US_ASCII),
            new byte[] {(byte) 0xFF},
            new byte[] {(byte) 0xC0, (byte) 0x80}, // NUL as two bytes
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // half a surrogate pair
            new byte[] {(byte) 0xC3}); // half a letter
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(utf8(TestLines.patient(person, MBI), claim("first")));
    for (int i = 0; i < faults.size(); i++) {
      String[] around = claim("bad" + i).split("\"p\"");
      bytes.write((around[0] + "\"p").getBytes(StandardCharsets.UTF_8));
      bytes.write(faults.get(i));
      bytes.write(utf8("\"" + around[1]));
    }
    bytes.write(0);
    bytes.write(utf8(claim("behindNul")));
    bytes.write(utf8(claim("last")));

    LoadReport report = load(server, file("noise.ndjson", bytes.toByteArray()));

    assertThat(report.refused())
        .extracting(RefusedLine::line, RefusedLine::reason)
        .containsExactly(
            tuple(3L, LineReason.NOT_JSON),
            tuple(4L, LineReason.BAD_CHARACTER),
            tuple(5L, LineReason.NOT_UTF8),
            tuple(6L, LineReason.NOT_UTF8),
            tuple(7L, LineReason.NOT_UTF8),
            tuple(8L, LineReason.NOT_UTF8),
            tuple(9L, LineReason.NOT_JSON));
    assertThat(report.counts()).isEqualTo(new LoadCounts(10, 3, 0, 0, 7));
    assertThat(claimsOf(server, person)).isEqualTo(2);
    assertThat(stored(server)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFilesOfNothing_whenLoaded_thenDoneAndEmpty(TestServer server) throws IOException {
    List<Path> empty = new ArrayList<>();
    empty.add(file("blank.ndjson", "\n \t\n\r\n\r\n   ".getBytes(StandardCharsets.UTF_8)));
    empty.add(file("mark.ndjson", "\uFEFF\r\n".getBytes(StandardCharsets.UTF_8)));
    empty.add(file("empty.ndjson.gz", gzip(new byte[0])));
    empty.add(file("blank.ndjson.gz", gzip(utf8("", "")), gzip(new byte[0])));
    for (Path file : empty) {
      LoadReport report = load(server, file);
      assertThat(report.state()).as(report.text()).isEqualTo(LoadState.DONE);
      assertThat(report.counts()).isEqualTo(LoadCounts.none());
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenLinesNestedWithoutEnd_whenLoaded_thenOnlyTheyAreMissing(TestServer server)
      throws IOException {
    String deep = "{\"extension\":[".repeat(100_000) + "]}".repeat(100_000);
    String extended = "\"extension\":[" + deep + "],\"status\"";
    String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}";
    Path file =
        TestLoads.write(
            folder,
            "deep.ndjson",
            List.of(
                TestLines.patient(person, MBI),
                claim("bad1").replace("\"status\"", extended),
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
                bundle.formatted(deep),
                claim("bad2").replace("\"total\"", "\"item\":[" + deep + "],\"total\""),
                claim("bad3").replace("\"p\"", "\"p\",\"unknown\":" + deep),
                claim("good")));

    LoadReport report = load(server, file);

    assertThat(report.state()).as(report.text()).isEqualTo(LoadState.DONE);
    assertThat(report.counts()).isEqualTo(new LoadCounts(8, 2, 0, 0, 6));
    assertThat(report.refused())
        .extracting(RefusedLine::line)
        .containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(claimsOf(server, person)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenALineOverTheLimit_whenLoaded_thenOnlyItIsMissing(TestServer server) throws IOException {
    String padding = "x".repeat(server.bean(LoadingSettings.class).maxLineBytes());
    Path file =
        TestLoads.write(
            folder,
            "long.ndjson",
            List.of(
                TestLines.patient(person, MBI),
                claim("bad").replace("\"p\"", '"' + padding + '"'),
                claim("good")));

    LoadReport report = load(server, file);

    assertThat(report.refused())
        .extracting(RefusedLine::line, RefusedLine::reason)
        .containsExactly(tuple(2L, LineReason.TOO_LONG));
    assertThat(report.counts()).isEqualTo(new LoadCounts(3, 2, 0, 0, 1));
    assertThat(report.text()).doesNotContain("xxxx");
    assertThat(claimsOf(server, person)).isEqualTo(1);
  }

  private String id(String name) {
    return name + "-" + person;
  }

  private String claim(String name) {
    return TestLines.canonicalClaim(id(name), person);
  }

  private Path file(String name, byte[]... parts) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.write(part);
    }
    return Files.write(folder.resolve(name), whole.toByteArray());
  }

  private long stored(TestServer server) {
    return count(server, "SELECT count(*) FROM hfj_resource WHERE fhir_id LIKE ?", "%" + person);
  }
}
