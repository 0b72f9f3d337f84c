package io.bcda.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files compressed by ISA-L are read by the JDK; skipped where libisal is not installed. */
class IsalDeflateTest {
  private static final String JOB = "0b7c1f4e-3f1c-4b60-9d53-0c0a5b9e2d11";
  private IsalLibrary isal;
  @TempDir Path folder;

  @BeforeEach
  void load() {
    try {
      isal = IsalLibrary.load(IsalLibrary.NAME);
    } catch (LinkageError e) {
      assumeTrue(false, "ISA-L is not installed");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 9})
  void givenALevel_whenTried_thenGood(int level) {
    assertThatCode(() -> DeflateTrial.run(() -> new IsalDeflate(isal, level)))
        .doesNotThrowAnyException();
  }

  @Test
  void givenItIsInstalled_whenChosen_thenItIsTaken() {
    RawDeflate.Source source = Compressors.choose(Compressor.ISAL, 1, IsalLibrary.NAME);
    try (RawDeflate deflate = source.open()) {
      assertThat(deflate).isInstanceOf(IsalDeflate.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void givenRandomCuts_whenInflated_thenEachSegmentAndTheWholeAreTheInput(int level)
      throws Exception {
    Random random = new Random(level);
    for (int round = 0; round < 60; round++) {
      int buffer = round % 2 == 0 ? 64 * 1024 : 64 + random.nextInt(500); // full at odd moments
      check(new IsalDeflate(isal, level, buffer), random, level);
    }
  }

  @Test
  void givenNoBytes_whenFinished_thenAnEmptyMember() throws Exception {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    IsalDeflate deflate = new IsalDeflate(isal, 1);
    try (SegmentedGzip gzip = new SegmentedGzip(stored, deflate, 1, s -> {})) {
      gzip.finish(0, -1, -1);
    }
    assertThat(whole(stored.toByteArray())).isEmpty();
  }

  @Test
  void givenManyLines_whenWrittenToAStore_thenRangesFromEachSegmentAreThePlainBytes()
      throws IOException {
    FileShape shape = new FileShape(() -> new IsalDeflate(isal, 1), 1, 1000);
    Written w = Written.lines(new FolderFileStore(folder, shape), JOB, "a.ndjson", 2000, 3);
    List<Segment> segments = segments("a.ndjson");
    assertThat(segments).hasSizeGreaterThan(50);
    for (Segment segment : segments) {
      int from = (int) segment.plainOffset() + 1;
      try (InputStream in = w.file().plain(from)) {
        assertThat(in.readNBytes(2000))
            .isEqualTo(
                Arrays.copyOfRange(w.plain(), from, Math.min(from + 2000, w.plain().length)));
      }
    }
    byte[] stored = Files.readAllBytes(w.file().path().orElseThrow());
    assertThat(whole(stored)).isEqualTo(w.plain());
    assertThat(w.record().storedBytes()).isEqualTo(stored.length).isLessThan(w.plain().length);
  }

  @Test
  void givenGzip_whenItTestsAFile_thenItIsWhole() throws Exception {
    FileShape shape = new FileShape(() -> new IsalDeflate(isal, 1), 1, 1000);
    Written w = Written.lines(new FolderFileStore(folder, shape), JOB, "a.ndjson", 500, 2);
    Process gzip =
        new ProcessBuilder("gzip", "-t")
            .redirectInput(w.file().path().orElseThrow().toFile())
            .start();
    assertThat(gzip.waitFor()).isZero();
    assertThat(gzip.getErrorStream().readAllBytes()).isEmpty();
  }

  @Test
  void givenAHigherLevel_whenWritten_thenSmallerAndAboveThreeNoMore() throws IOException {
    byte[] text = text(new Random(5), 2_000_000);
    assertThat(packed(text, 3)).hasSizeLessThan(packed(text, 1).length);
    assertThat(packed(text, 9)).isEqualTo(packed(text, 3));
  }

  @Test
  void givenFourThreads_whenEachWritesItsOwn_thenEachReadsItsOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int seed = 0; seed < 16; seed++) {
        Random random = new Random(seed);
        work.add(
            () -> {
              check(new IsalDeflate(isal, 1), random, 1);
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void givenAStream_whenClosed_thenFurtherUseIsRefusedAndClosingAgainIsNothing() {
    IsalDeflate deflate = new IsalDeflate(isal, 1);
    deflate.take(new byte[10], 0, 10);
    deflate.close();
    deflate.close();
    assertThatThrownBy(() -> deflate.take(new byte[10], 0, 10))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> deflate.deflate(new byte[10], RawDeflate.Then.END))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givenAHeaderThatCannotBeWritten_whenBegun_thenTheStreamIsClosed() {
    IsalDeflate deflate = new IsalDeflate(isal, 1);
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatThrownBy(() -> new SegmentedGzip(full, deflate, 1, s -> {}))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> deflate.take(new byte[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givenAFile_whenFinishedOrGivenUp_thenItsStreamIsClosed() throws IOException {
    List<IsalDeflate> opened = new ArrayList<>();
    FolderFileStore store = new FolderFileStore(folder, new FileShape(() -> open(opened), 1, 1000));
    Written.lines(store, JOB, "finished.ndjson", 10, 1);
    try (ExportFileWriter writer = store.create(JOB, "given-up.ndjson")) {
      writer.write(new byte[100_000], 0, 100_000);
    }
    assertThat(opened).hasSize(2);
    assertThat(opened)
        .allSatisfy(
            deflate ->
                assertThatThrownBy(() -> deflate.take(new byte[1], 0, 1))
                    .isInstanceOf(IllegalStateException.class));
  }

  @Test
  void givenThousandsOfStreams_whenFinishedOrGivenUp_thenNoMemoryIsKept() throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status), "no /proc");
    List<IsalDeflate> opened = new ArrayList<>(); // held, so that no collector frees them
    byte[] line = text(new Random(1), 150_000);
    useSome(opened, line, 100);
    long before = residentKilobytes(status);
    useSome(opened, line, 3000);
    assertThat(opened).hasSize(3100);
    // Kept, each would be 400 kB and more.
    assertThat(residentKilobytes(status) - before).isLessThan(400_000);
  }

  private IsalDeflate open(List<IsalDeflate> opened) {
    IsalDeflate deflate = new IsalDeflate(isal, 1);
    opened.add(deflate);
    return deflate;
  }

  /** Every other stream is given up in its middle. */
  private void useSome(List<IsalDeflate> opened, byte[] line, int streams) throws IOException {
    for (int i = 0; i < streams; i++) {
      OutputStream nowhere = OutputStream.nullOutputStream();
      try (SegmentedGzip gzip = new SegmentedGzip(nowhere, open(opened), 1, s -> {})) {
        gzip.write(line, 0, line.length);
        if (i % 2 == 0) {
          gzip.endSegment(1, 0, 0);
          gzip.finish(0, 0, 0);
        }
      }
    }
  }

  private static long residentKilobytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Writes segments of odd sizes in pieces of odd sizes, and inflates each alone. */
  private static void check(IsalDeflate deflate, Random random, int level) throws Exception {
    int[] sizes = {0, 1, 2, 100, 65_535, 65_536, 65_537, random.nextInt(300_000), 5_000_000};
    List<byte[]> parts = new ArrayList<>();
    List<Segment> segments = new ArrayList<>();
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    int count = random.nextInt(7);
    try (SegmentedGzip gzip = new SegmentedGzip(stored, deflate, level, segments::add)) {
      for (int i = 0; i < count; i++) {
        byte[] part = text(random, sizes[random.nextInt(random.nextInt(8) == 0 ? 9 : 8)]);
        write(gzip, part, random);
        plain.writeBytes(part);
        if (part.length > 0) {
          parts.add(part);
          if (i < count - 1 || random.nextBoolean()) {
            gzip.endSegment(1, 0, 0);
          }
        }
      }
      gzip.finish(1, 0, 0);
    }
    byte[] bytes = stored.toByteArray();
    assertThat(whole(bytes)).isEqualTo(plain.toByteArray());
    assertThat(segments).hasSameSizeAs(parts);
    for (int i = 0; i < parts.size(); i++) {
      assertThat(segments.get(i).crc()).isEqualTo(crc(parts.get(i)));
      assertThat(alone(bytes, segments.get(i), parts.get(i).length)).isEqualTo(parts.get(i));
    }
  }

  private static void write(SegmentedGzip gzip, byte[] part, Random random) throws IOException {
    for (int at = 0; at < part.length; ) {
      int n = Math.min(1 + random.nextInt(1 << random.nextInt(20)), part.length - at);
      gzip.write(part, at, n);
      at += n;
    }
  }

  private byte[] packed(byte[] text, int level) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    // The same header for all, which would tell the level.
    try (SegmentedGzip gzip = new SegmentedGzip(stored, new IsalDeflate(isal, level), 1, s -> {})) {
      gzip.write(text, 0, text.length);
      gzip.finish(1, 0, 0);
    }
    return stored.toByteArray();
  }

  /** Words, with noise among them now and then; no bytes are like those of another segment. */
  private static byte[] text(Random random, int length) {
    byte[] text = new byte[length];
    for (int at = 0; at < length; ) {
      int n = Math.min(1 + random.nextInt(300), length - at);
      if (at > 40_000 && random.nextInt(10) > 0) {
        System.arraycopy(text, random.nextInt(at - n), text, at, n);
      } else {
        byte[] noise = new byte[n];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, text, at, n);
      }
      at += n;
    }
    return text;
  }

  private List<Segment> segments(String name) {
    Path index = folder.resolve(JOB).resolve(name + SegmentIndex.SUFFIX);
    return SegmentIndex.read(index).orElseThrow().segments();
  }

  private static byte[] whole(byte[] stored) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes();
  }

  private static byte[] alone(byte[] stored, Segment segment, int length) throws Exception {
    Inflater inflater = new Inflater(true);
    try {
      int from = (int) segment.storedOffset();
      inflater.setInput(stored, from, stored.length - from);
      byte[] plain = new byte[length];
      int n = 0;
      while (n < length) {
        int more = inflater.inflate(plain, n, length - n);
        assertThat(more).isPositive();
        n += more;
      }
      return plain;
    } finally {
      inflater.end();
    }
  }

  private static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
