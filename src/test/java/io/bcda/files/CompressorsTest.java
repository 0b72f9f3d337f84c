package io.bcda.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The compressor that is wanted, or else the JDK's: on each machine. */
@ExtendWith(OutputCaptureExtension.class)
class CompressorsTest {
  private static final String JOB = "0b7c1f4e-3f1c-4b60-9d53-0c0a5b9e2d11";
  @TempDir Path folder;

  @Test
  void givenNoLibrary_whenItIsWanted_thenOneWarningAndFilesByTheJdk(CapturedOutput log)
      throws IOException {
    RawDeflate.Source source = Compressors.choose(Compressor.ISAL, 1, "libno-such.so.2");
    FolderFileStore store = new FolderFileStore(folder, new FileShape(source, 1, 1000));
    Written one = Written.lines(store, JOB, "one.ndjson", 100, 1);
    Written two = Written.lines(store, JOB, "two.ndjson", 100, 1);
    Written jdks = Written.lines(jdkStore(), JOB, "one.ndjson", 100, 1);
    assertThat(one.record()).isEqualTo(jdks.record()).isEqualTo(two.record());
    assertThat(log.getOut().lines().filter(line -> line.contains("ISA-L cannot be used")))
        .singleElement()
        .asString()
        .contains("WARN");
  }

  @Test
  void givenAnotherLibrary_whenItIsWanted_thenFilesByTheJdk(CapturedOutput log) {
    RawDeflate.Source source = Compressors.choose(Compressor.ISAL, 1, "c");
    try (RawDeflate deflate = source.open()) {
      assertThat(deflate).isInstanceOf(JdkDeflate.class);
    }
    assertThat(log.getOut()).contains("ISA-L cannot be used");
  }

  @Test
  void givenTheJdk_whenItIsWanted_thenNobodyLooksForALibrary(CapturedOutput log) {
    RawDeflate.Source source = Compressors.choose(Compressor.JDK, 1, "libno-such.so.2");
    try (RawDeflate deflate = source.open()) {
      assertThat(deflate).isInstanceOf(JdkDeflate.class);
    }
    assertThat(log.getOut()).doesNotContain("ISA-L");
  }

  @Test
  void givenTheJdk_whenTried_thenGood() {
    assertThatCode(() -> DeflateTrial.run(Compressors.jdk(1))).doesNotThrowAnyException();
  }

  @Test
  void givenACompressorThatDoesNotCut_whenTried_thenRefused() {
    assertThatThrownBy(() -> DeflateTrial.run(() -> new Faulty(Fault.NO_CUT)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void givenACompressorThatTakesOtherBytes_whenTried_thenRefused() {
    assertThatThrownBy(() -> DeflateTrial.run(() -> new Faulty(Fault.OFFSET_IGNORED)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void givenACompressorThatDoesNotEnd_whenTried_thenRefused() {
    assertThatThrownBy(() -> DeflateTrial.run(() -> new Faulty(Fault.NO_END)))
        .isInstanceOf(IOException.class);
  }

  private FolderFileStore jdkStore() throws IOException {
    return new FolderFileStore(folder.resolve("jdk"), Written.SHAPE);
  }

  private enum Fault {
    NO_CUT,
    OFFSET_IGNORED,
    NO_END
  }

  /** The JDK's, with one fault. */
  private static final class Faulty implements RawDeflate {
    private final JdkDeflate jdk = new JdkDeflate(1);
    private final Fault fault;

    Faulty(Fault fault) {
      this.fault = fault;
    }

    @Override
    public void take(byte[] bytes, int offset, int length) {
      jdk.take(bytes, fault == Fault.OFFSET_IGNORED ? 0 : offset, length);
    }

    @Override
    public int deflate(byte[] out, Then then) {
      boolean ignored =
          then == Then.CUT && fault == Fault.NO_CUT || then == Then.END && fault == Fault.NO_END;
      return jdk.deflate(out, ignored ? Then.MORE : then);
    }

    @Override
    public void close() {
      jdk.close();
    }
  }
}
