package io.bcda.files;

import static io.bcda.files.StoredBytes.crc;
import static io.bcda.files.StoredBytes.inflateAlone;
import static io.bcda.files.StoredBytes.memberCount;
import static io.bcda.files.StoredBytes.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderFileStoreTest {
  private static final String JOB = "0b7c1f4e-3f1c-4b60-9d53-0c0a5b9e2d11";
  private static final String NAME = "Patient-1-a1b2.ndjson";
  @TempDir Path folder;
  private FolderFileStore store;

  @BeforeEach
  void open() throws IOException {
    store = new FolderFileStore(folder.resolve("exports"), 1, 1000);
  }

  @Test
  void givenLines_whenFinished_thenOneMemberHoldsThemAndTheRecordIsTrue() throws Exception {
    Written w = write(NAME, 300, 1);
    byte[] stored = Files.readAllBytes(w.file.path().orElseThrow());
    assertThat(memberCount(stored)).isEqualTo(1);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      assertThat(in.readAllBytes()).isEqualTo(w.plain);
    }
    assertThat(w.record)
        .isEqualTo(
            new WrittenFile(300, w.plain.length, stored.length, sha256(w.plain), sha256(stored)));
  }

  @Test
  void givenAFile_whenGzipTestsIt_thenItIsWhole() throws Exception {
    Path file = write(NAME, 500, 2).file.path().orElseThrow();
    Process gzip = new ProcessBuilder("gzip", "-t").redirectInput(file.toFile()).start();
    assertThat(gzip.waitFor()).isZero();
    assertThat(gzip.getErrorStream().readAllBytes()).isEmpty();
  }

  @Test
  void givenRandomRanges_whenReadByIndex_thenEqualToThePlainBytes() throws IOException {
    Written w = write(NAME, 2000, 3);
    Random random = new Random(4);
    for (int i = 0; i < 400; i++) {
      int from = random.nextInt(w.plain.length + 1);
      int length = Math.min(random.nextInt(3000), w.plain.length - from);
      assertThat(range(w.file, from, length))
          .isEqualTo(Arrays.copyOfRange(w.plain, from, from + length));
    }
    assertThat(range(w.file, 0, w.plain.length)).isEqualTo(w.plain);
    try (InputStream in = w.file.plain(5)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(w.plain, 5, w.plain.length));
    }
  }

  @Test
  void givenAnOffsetBehindTheEnd_whenRead_thenNothing() throws IOException {
    Written w = write(NAME, 10, 3);
    try (InputStream in = w.file.plain(w.plain.length + 1L)) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void givenAnIndex_whenReadNearTheEnd_thenEarlierBytesAreNotNeeded() throws IOException {
    Written w = write(NAME, 2000, 5);
    Path file = w.file.path().orElseThrow();
    byte[] stored = Files.readAllBytes(file);
    Arrays.fill(stored, SegmentedGzip.HEADER_BYTES, stored.length / 2, (byte) 0xff);
    Files.write(file, stored);
    assertThat(range(w.file, w.plain.length - 100, 100))
        .isEqualTo(Arrays.copyOfRange(w.plain, w.plain.length - 100, w.plain.length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "cut", "changed", "empty"})
  void givenNoGoodIndex_whenRead_thenTheSameBytes(String fault) throws IOException {
    Written w = write(NAME, 1000, 6);
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
    assertThat(range(w.file, 70_000, 500)).isEqualTo(Arrays.copyOfRange(w.plain, 70_000, 70_500));
  }

  @Test
  void givenSegments_whenInflatedAlone_thenTheirCrcsLinesAndOrdinalsHold() throws Exception {
    Written w = write(NAME, 2000, 7);
    byte[] stored = Files.readAllBytes(w.file.path().orElseThrow());
    List<Segment> segments = SegmentIndex.read(index()).orElseThrow().segments();
    assertThat(segments).hasSizeGreaterThan(20);
    int joined = 0;
    int lines = 0;
    int lastOrdinal = -1;
    for (int i = 0; i < segments.size(); i++) {
      Segment s = segments.get(i);
      long end = i + 1 < segments.size() ? segments.get(i + 1).plainOffset() : w.plain.length;
      byte[] plain = inflateAlone(stored, s.storedOffset(), (int) (end - s.plainOffset()));
      assertThat(plain).isEqualTo(Arrays.copyOfRange(w.plain, (int) s.plainOffset(), (int) end));
      assertThat(s.crc()).isEqualTo(crc(plain));
      assertThat(s.first()).isGreaterThan(lastOrdinal);
      joined = Crc32Join.join(joined, s.crc(), plain.length);
      lines += s.lines();
      lastOrdinal = s.last();
    }
    assertThat(joined).isEqualTo(crc(w.plain));
    assertThat(lines).isEqualTo(2000);
    assertThat(lastOrdinal).isEqualTo(1999);
  }

  @Test
  void givenFewBytes_whenBordersCome_thenNoSegmentIsSmallerThanTheSetting() throws IOException {
    Written w = write(NAME, 2000, 8);
    List<Segment> segments = SegmentIndex.read(index()).orElseThrow().segments();
    for (int i = 0; i + 1 < segments.size(); i++) {
      assertThat(segments.get(i + 1).plainOffset() - segments.get(i).plainOffset())
          .isGreaterThanOrEqualTo(1000);
    }
    assertThat(w.record.lines()).isEqualTo(2000);
  }

  @Test
  void givenHigherLevel_whenWritten_thenSmaller() throws IOException {
    WrittenFile fast = write(NAME, 2000, 9).record;
    store = new FolderFileStore(folder.resolve("small"), 9, 1000);
    WrittenFile small = write(NAME, 2000, 9).record;
    assertThat(small.storedBytes()).isLessThan(fast.storedBytes());
    assertThat(small.plainSha256()).isEqualTo(fast.plainSha256());
  }

  @Test
  void givenNoLines_whenFinished_thenAnEmptyMember() throws Exception {
    Written w = write(NAME, 0, 1);
    assertThat(w.record.lines()).isZero();
    assertThat(w.record.plainBytes()).isZero();
    assertThat(range(w.file, 0, 0)).isEmpty();
    byte[] stored = Files.readAllBytes(w.file.path().orElseThrow());
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
    store = new FolderFileStore(folder.resolve("big"), 1, 256 * 1024);
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
  void givenAnAbandonedFile_whenClosed_thenNothingIsLeft() throws IOException {
    try (ExportFileWriter writer = store.create(JOB, NAME)) {
      writer.write(new byte[100], 0, 100);
    }
    assertThat(store.names(JOB)).isEmpty();
    assertThat(store.find(JOB, NAME)).isEmpty();
    assertThat(folder.resolve("exports").resolve(JOB)).isEmptyDirectory();
  }

  @Test
  void givenAnOpenLine_whenBorderOrFinish_thenRefused() throws IOException {
    try (ExportFileWriter writer = store.create(JOB, NAME)) {
      writer.write(new byte[] {'{'}, 0, 1);
      assertThatThrownBy(() -> writer.border(1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void givenAFinishedFile_whenCreatedAgain_thenRefusedAndKept() throws IOException {
    write(NAME, 3, 1);
    assertThatThrownBy(() -> store.create(JOB, NAME))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(store.find(JOB, NAME)).isPresent();
    assertThat(index()).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "", ".", "..", ".hidden", "a\0b", "x.idx", "a b", "ä"})
  void givenAStrangeName_whenUsed_thenNothingIsFoundAndNothingMade(String name) throws IOException {
    write(NAME, 3, 1);
    assertThat(store.find(JOB, name)).isEmpty();
    assertThat(store.find(name, NAME)).isEmpty();
    assertThatThrownBy(() -> store.create(JOB, name)).isInstanceOf(IllegalArgumentException.class);
    store.delete(JOB, name);
    store.deleteJob(name);
    assertThat(store.names(JOB)).containsExactly(NAME);
  }

  @Test
  void givenJobs_whenListedAndDeleted_thenOnlyTheirFilesGo() throws IOException {
    write(NAME, 3, 1);
    write("Coverage-1.ndjson", 3, 1);
    try (ExportFileWriter other = store.create("other", NAME)) {
      other.finish();
    }
    assertThat(store.jobs()).containsExactly(JOB, "other");
    assertThat(store.names(JOB)).containsExactly("Coverage-1.ndjson", NAME);
    store.delete(JOB, NAME);
    assertThat(store.names(JOB)).containsExactly("Coverage-1.ndjson");
    store.deleteJob(JOB);
    assertThat(store.jobs()).containsExactly("other");
    assertThat(store.usableBytes()).isPositive();
    store.deleteJob(JOB);
  }

  @Test
  void givenAnOpenDownload_whenDeleted_thenItReadsOnAndNoNewOneBegins() throws IOException {
    Written w = write(NAME, 3000, 1);
    try (InputStream in = w.file.plain(10)) {
      assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOfRange(w.plain, 10, 20));
      store.deleteJob(JOB);
      assertThat(w.file.isStored()).isFalse();
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(w.plain, 20, w.plain.length));
    }
    assertThatThrownBy(() -> w.file.plain(0)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void givenATruncatedFile_whenRead_thenAnErrorAndNoShortAnswer() throws IOException {
    Written w = write(NAME, 2000, 1);
    Path file = w.file.path().orElseThrow();
    byte[] stored = Files.readAllBytes(file);
    Files.write(
        file, Arrays.copyOf(stored, stored.length - 500), StandardOpenOption.TRUNCATE_EXISTING);
    for (long from : new long[] {0, 1000}) {
      assertThatThrownBy(
              () -> {
                try (InputStream in = w.file.plain(from)) {
                  in.readAllBytes();
                }
              })
          .isInstanceOf(EOFException.class);
    }
  }

  private record Written(byte[] plain, WrittenFile record, StoredFile file) {}

  /** Lines of random length, one person each. */
  private Written write(String name, int lines, long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (ExportFileWriter writer = store.create(JOB, name)) {
      for (int i = 0; i < lines; i++) {
        StringBuilder line = new StringBuilder("{\"n\":" + i + ",\"text\":\"");
        random.ints(random.nextInt(200), 'a', 'k').forEach(c -> line.append((char) c));
        byte[] bytes = line.append("ö\"}").toString().getBytes(StandardCharsets.UTF_8);
        plain.writeBytes(bytes);
        plain.write('\n');
        int cut = random.nextInt(bytes.length);
        writer.write(bytes, 0, cut);
        writer.write(bytes, cut, bytes.length - cut);
        writer.endLine();
        writer.border(i);
      }
      assertThat(writer.plainBytes()).isEqualTo(plain.size());
      WrittenFile record = writer.finish();
      return new Written(plain.toByteArray(), record, store.find(JOB, name).orElseThrow());
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

  private static long usedMemory() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
