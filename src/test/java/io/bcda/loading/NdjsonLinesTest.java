package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonLinesTest {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  @TempDir Path folder;

  @Test
  void givenLfAndCrlfAndNoEndAtTheLast_whenRead_thenAllLinesWithTheirNumbers() throws IOException {
    assertThat(read("a\nbb\r\nccc")).containsExactly("1:a", "2:bb", "3:ccc");
  }

  @Test
  void givenBlankLines_whenRead_thenTheyAreCountedButNotGiven() throws IOException {
    assertThat(read("\n\r\n \t\na\n\n\nb\n\n")).containsExactly("4:a", "7:b");
  }

  @Test
  void givenEmptyStream_whenRead_thenNoLine() throws IOException {
    assertThat(read("")).isEmpty();
  }

  @Test
  void givenByteOrderMark_whenRead_thenItIsDropped() throws IOException {
    byte[] text = "a\nb\n".getBytes(StandardCharsets.UTF_8);
    byte[] marked = Arrays.copyOf(MARK, MARK.length + text.length);
    System.arraycopy(text, 0, marked, MARK.length, text.length);
    assertThat(read(marked, 100)).containsExactly("1:a", "2:b");
  }

  @Test
  void givenOnlyAByteOrderMark_whenRead_thenNoLine() throws IOException {
    assertThat(read(MARK, 100)).isEmpty();
  }

  @Test
  void givenLineAtTheLimit_whenRead_thenItPasses_andOneByteMoreIsTooLong() throws IOException {
    assertThat(read("1234567890\r\n12345678901\nx\n".getBytes(StandardCharsets.UTF_8), 10))
        .containsExactly("1:1234567890", "2:TOO_LONG", "3:x");
  }

  @ParameterizedTest
  @ValueSource(ints = {65_534, 65_535, 65_536, 65_537, 131_072, 1_000_000})
  void givenLinesAcrossTheBuffer_whenRead_thenTheyAreWhole(int length) throws IOException {
    String longLine = "x".repeat(length);
    assertThat(read((longLine + "\ny\n").getBytes(StandardCharsets.UTF_8), 2_000_000))
        .containsExactly("1:" + longLine, "2:y");
  }

  @Test
  void givenVeryLongLine_whenRead_thenItIsRefusedAndTheRestGoesOn() throws IOException {
    byte[] text = ("a\n" + "x".repeat(5_000_000) + "\nb\n").getBytes(StandardCharsets.UTF_8);
    assertThat(read(text, 1_000_000)).containsExactly("1:a", "2:TOO_LONG", "3:b");
  }

  @Test
  void givenGzipUnderAPlainName_whenRead_thenItIsUnpacked() throws IOException {
    Path file = Files.write(folder.resolve("x.ndjson"), TestLines.gzip(TestLines.utf8("a", "b")));
    assertThat(read(file)).containsExactly("1:a", "2:b");
  }

  @Test
  void givenPlainTextUnderAGzipName_whenRead_thenItIsReadAsItIs() throws IOException {
    Path file = Files.write(folder.resolve("x.ndjson.gz"), TestLines.utf8("a", "b"));
    assertThat(read(file)).containsExactly("1:a", "2:b");
  }

  @Test
  void givenGzipOfSeveralMembers_whenRead_thenAllOfThem() throws IOException {
    Path file = folder.resolve("x.gz");
    Files.write(file, TestLines.gzip(TestLines.utf8("a")));
    Files.write(file, TestLines.gzip(TestLines.utf8("b")), java.nio.file.StandardOpenOption.APPEND);
    assertThat(read(file)).containsExactly("1:a", "2:b");
  }

  @Test
  void givenGzipCutOff_whenSurveyed_thenItsEndIsMissed() throws IOException {
    byte[] whole = TestLines.gzip(TestLines.utf8("a", "b".repeat(1000)));
    Path file = Files.write(folder.resolve("x.gz"), Arrays.copyOf(whole, whole.length - 9));
    assertThatThrownBy(() -> FileSurvey.of(new NdjsonFile(file, 10_000)))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void givenZip_whenAsked_thenItIsForeign() throws IOException {
    Path file = Files.write(folder.resolve("x.ndjson"), new byte[] {'P', 'K', 3, 4, 0, 0});
    assertThat(new NdjsonFile(file, 100).foreignFormat()).contains("zip");
    Path plain = Files.write(folder.resolve("y.ndjson"), TestLines.utf8("{}"));
    assertThat(new NdjsonFile(plain, 100).foreignFormat()).isEmpty();
    Path empty = Files.write(folder.resolve("z.ndjson"), new byte[0]);
    assertThat(new NdjsonFile(empty, 100).foreignFormat()).isEmpty();
  }

  @Test
  void givenFile_whenHashed_thenSha256OfItsBytes() throws IOException {
    // FIPS 180-2, appendix B.1: SHA-256 of "abc".
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertThat(new NdjsonFile(file, 100).sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private static List<String> read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8), 1000);
  }

  private static List<String> read(byte[] bytes, int limit) throws IOException {
    try (NdjsonLines lines = new NdjsonLines(new ByteArrayInputStream(bytes), limit)) {
      return all(lines);
    }
  }

  private static List<String> read(Path file) throws IOException {
    try (NdjsonLines lines = new NdjsonFile(file, 1000).lines()) {
      return all(lines);
    }
  }

  private static List<String> all(NdjsonLines lines) throws IOException {
    List<String> all = new ArrayList<>();
    for (Optional<NdjsonLine> next = lines.next(); next.isPresent(); next = lines.next()) {
      NdjsonLine line = next.get();
      String text =
          line.fault()
              .map(LineReason::name)
              .orElseGet(() -> new String(line.bytes(), StandardCharsets.UTF_8));
      all.add(line.number() + ":" + text);
    }
    return all;
  }
}
