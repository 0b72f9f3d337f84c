package io.bcda.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentedGzipTest {
  private static final String JOB = "0b7c1f4e-3f1c-4b60-9d53-0c0a5b9e2d11";
  private static final String NAME = "Patient-1-a1b2.ndjson";
  @TempDir Path folder;
  private FolderFileStore store;

  @BeforeEach
  void open() throws IOException {
    store = new FolderFileStore(folder.resolve("exports"), Written.SHAPE);
  }

  @Test
  void givenLines_whenFinished_thenOneMemberHoldsThemAndTheRecordIsTrue() throws Exception {
    Written w = Written.lines(store, JOB, NAME, 300, 1);
    byte[] stored = Files.readAllBytes(w.file().path().orElseThrow());
    assertThat(memberCount(stored)).isEqualTo(1);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      assertThat(in.readAllBytes()).isEqualTo(w.plain());
    }
    assertThat(w.record())
        .isEqualTo(
            new WrittenFile(
                300, w.plain().length, stored.length, sha256(w.plain()), sha256(stored)));
  }

  @Test
  void givenAFile_whenGzipTestsIt_thenItIsWhole() throws Exception {
    Path file = Written.lines(store, JOB, NAME, 500, 2).file().path().orElseThrow();
    Process gzip = new ProcessBuilder("gzip", "-t").redirectInput(file.toFile()).start();
    assertThat(gzip.waitFor()).isZero();
    assertThat(gzip.getErrorStream().readAllBytes()).isEmpty();
  }

  @Test
  void givenRandomRanges_whenReadByIndex_thenEqualToThePlainBytes() throws IOException {
    Written w = Written.lines(store, JOB, NAME, 2000, 3);
    Random random = new Random(4);
    for (int i = 0; i < 400; i++) {
      int from = random.nextInt(w.plain().length + 1);
      int length = Math.min(random.nextInt(3000), w.plain().length - from);
      assertThat(range(w.file(), from, length))
          .isEqualTo(Arrays.copyOfRange(w.plain(), from, from + length));
    }
    assertThat(range(w.file(), 0, w.plain().length)).isEqualTo(w.plain());
    try (InputStream in = w.file().plain(5)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(w.plain(), 5, w.plain().length));
    }
  }

  @Test
  void givenAnOffsetBehindTheEnd_whenRead_thenNothing() throws IOException {
    Written w = Written.lines(store, JOB, NAME, 10, 3);
    try (InputStream in = w.file().plain(w.plain().length + 1L)) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void givenAnIndex_whenReadNearTheEnd_thenEarlierBytesAreNotNeeded() throws IOException {
    Written w = Written.lines(store, JOB, NAME, 2000, 5);
    Path file = w.file().path().orElseThrow();
    byte[] stored = Files.readAllBytes(file);
    Arrays.fill(stored, SegmentedGzip.HEADER_BYTES, stored.length / 2, (byte) 0xff);
    Files.write(file, stored);
    assertThat(range(w.file(), w.plain().length - 100, 100))
        .isEqualTo(Arrays.copyOfRange(w.plain(), w.plain().length - 100, w.plain().length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "cut", "changed", "empty"})
  void givenNoGoodIndex_whenRead_thenTheSameBytes(String fault) throws IOException {
    Written w = Written.lines(store, JOB, NAME, 1000, 6);
    Path index = index();
    byte[] bytes = Files.readAllBytes(index);
    switch (fault) {
      case "missing" -> Files.delete(index);
      case "cut" -> Files.write(index, Arrays.copyOf(bytes, bytes.length - Segment.BYTES));
      case "empty" -> Files.write(index, new byte[0]);
      default -> {
        bytes[20] ^= 1;
        Files.write(index, bytes);
      }
    }
    assertThat(SegmentIndex.read(index)).isEmpty();
    assertThat(range(w.file(), 70_000, 500))
        .isEqualTo(Arrays.copyOfRange(w.plain(), 70_000, 70_500));
  }

  @Test
  void givenSegments_whenInflatedAlone_thenTheirCrcsLinesAndOrdinalsHold() throws Exception {
    Written w = Written.lines(store, JOB, NAME, 2000, 7);
    byte[] stored = Files.readAllBytes(w.file().path().orElseThrow());
    List<Segment> segments = SegmentIndex.read(index()).orElseThrow().segments();
    assertThat(segments).hasSizeGreaterThan(20);
    int joined = 0;
    int lines = 0;
    int lastOrdinal = -1;
    for (int i = 0; i < segments.size(); i++) {
      Segment s = segments.get(i);
      long end = i + 1 < segments.size() ? segments.get(i + 1).plainOffset() : w.plain().length;
      byte[] plain = inflateAlone(stored, s.storedOffset(), (int) (end - s.plainOffset()));
      assertThat(plain).isEqualTo(Arrays.copyOfRange(w.plain(), (int) s.plainOffset(), (int) end));
      assertThat(s.crc()).isEqualTo(crc(plain));
      assertThat(s.first()).isGreaterThan(lastOrdinal);
      joined = Crc32Join.join(joined, s.crc(), plain.length);
      lines += s.lines();
      lastOrdinal = s.last();
    }
    assertThat(joined).isEqualTo(crc(w.plain()));
    assertThat(lines).isEqualTo(2000);
    assertThat(lastOrdinal).isEqualTo(1999);
  }

  @Test
  void givenFewBytes_whenBordersCome_thenNoSegmentIsSmallerThanTheSetting() throws IOException {
    Written w = Written.lines(store, JOB, NAME, 2000, 8);
    List<Segment> segments = SegmentIndex.read(index()).orElseThrow().segments();
    for (int i = 0; i + 1 < segments.size(); i++) {
      assertThat(segments.get(i + 1).plainOffset() - segments.get(i).plainOffset())
          .isGreaterThanOrEqualTo(1000);
    }
    assertThat(w.record().lines()).isEqualTo(2000);
  }

  @Test
  void givenHigherLevel_whenWritten_thenSmaller() throws IOException {
    WrittenFile fast = Written.lines(store, JOB, NAME, 2000, 9).record();
    store =
        new FolderFileStore(folder.resolve("small"), new FileShape(Compressors.jdk(9), 9, 1000));
    WrittenFile small = Written.lines(store, JOB, NAME, 2000, 9).record();
    assertThat(small.storedBytes()).isLessThan(fast.storedBytes());
    assertThat(small.plainSha256()).isEqualTo(fast.plainSha256());
  }

  @Test
  void givenNoLines_whenFinished_thenAnEmptyMember() throws Exception {
    Written w = Written.lines(store, JOB, NAME, 0, 1);
    assertThat(w.record().lines()).isZero();
    assertThat(w.record().plainBytes()).isZero();
    assertThat(range(w.file(), 0, 0)).isEmpty();
    byte[] stored = Files.readAllBytes(w.file().path().orElseThrow());
    assertThat(new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes()).isEmpty();
    assertThat(SegmentIndex.read(index()).orElseThrow().segments()).isEmpty();
  }

  @Test
  void givenOneHugeLineInPieces_whenFinished_thenWhole() throws Exception {
    byte[] piece = new byte[200_000];
    Arrays.fill(piece, (byte) 'x');
    WrittenFile record;
    try (ExportFileWriter writer = store.create(JOB, NAME)) {
      for (int i = 0; i < 100; i++) {
        writer.write(piece, 1, 199_999);
      }
      writer.endLine();
      writer.border(ExportFileWriter.NOBODY);
      record = writer.finish();
    }
    assertThat(record.plainBytes()).isEqualTo(100L * 199_999 + 1);
    assertThat(range(store.find(JOB, NAME).orElseThrow(), 19_999_900, 1))
        .isEqualTo(new byte[] {'\n'});
  }

  @Test
  void givenThreeHundredMegabytes_whenWrittenAndRead_thenMemoryStaysFlat() throws Exception {
    store =
        new FolderFileStore(
            folder.resolve("big"), new FileShape(Compressors.jdk(1), 1, 256 * 1024));
    byte[] line = new byte[8 * 1024];
    new Random(1).nextBytes(line);
    for (int i = 0; i < line.length; i++) {
      line[i] = (byte) ('a' + (line[i] & 7));
    }
    System.gc();
    long before = usedMemory();
    long size;
    try (ExportFileWriter writer = store.create(JOB, NAME)) {
      for (int i = 0; i < 300 * 128; i++) {
        writer.write(line, 0, line.length - 1);
        writer.endLine();
        writer.border(i);
      }
      size = writer.finish().plainBytes();
    }
    assertThat(size).isEqualTo(300L * 1024 * 1024);
    byte[] last = range(store.find(JOB, NAME).orElseThrow(), size - line.length, line.length);
    line[line.length - 1] = '\n';
    assertThat(last).isEqualTo(line);
    System.gc();
    assertThat(usedMemory() - before).isLessThan(20L * 1024 * 1024);
  }

  @Test
  void givenATruncatedFile_whenRead_thenAnErrorAndNoShortAnswer() throws IOException {
    Written w = Written.lines(store, JOB, NAME, 2000, 1);
    Path file = w.file().path().orElseThrow();
    byte[] stored = Files.readAllBytes(file);
    Files.write(
        file, Arrays.copyOf(stored, stored.length - 500), StandardOpenOption.TRUNCATE_EXISTING);
    for (long from : new long[] {0, 1000}) {
      assertThatThrownBy(
              () -> {
                try (InputStream in = w.file().plain(from)) {
                  in.readAllBytes();
                }
              })
          .isInstanceOf(EOFException.class);
    }
  }

  private Path index() {
    return folder.resolve("exports").resolve(JOB).resolve(NAME + SegmentIndex.SUFFIX);
  }

  private static byte[] range(StoredFile file, long from, int length) throws IOException {
    try (InputStream in = file.plain(from)) {
      return in.readNBytes(length);
    }
  }

  private static byte[] inflateAlone(byte[] stored, long from, int length) throws Exception {
    Inflater inflater = new Inflater(true);
    inflater.setInput(stored, (int) from, stored.length - (int) from);
    byte[] plain = new byte[length];
    int n = 0;
    while (n < length) {
      n += inflater.inflate(plain, n, length - n);
    }
    inflater.end();
    return plain;
  }

  /** Inflates member by member, as RFC 1952 lays them out. */
  private static int memberCount(byte[] stored) throws Exception {
    List<Integer> starts = new ArrayList<>();
    int at = 0;
    while (at < stored.length) {
      assertThat(stored[at]).isEqualTo((byte) 0x1f);
      assertThat(stored[at + 3]).as("no optional header fields").isZero();
      starts.add(at);
      Inflater inflater = new Inflater(true);
      inflater.setInput(stored, at + 10, stored.length - at - 10);
      byte[] sink = new byte[8192];
      while (!inflater.finished()) {
        inflater.inflate(sink);
      }
      at = stored.length - inflater.getRemaining() + 8;
      inflater.end();
    }
    return starts.size();
  }

  private static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static long usedMemory() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
