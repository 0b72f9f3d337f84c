package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import io.bcda.harness.TestServer;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server whose export files are compressed by ISA-L; skipped where libisal is missing. */
class IsalDownloadIT {
  private static WireFile file;
  private static byte[] plain;
  private static byte[] gzip;

  @BeforeAll
  static void export() {
    if (!isInstalled()) {
      return;
    }
    file = WireFile.exported(TestServer.POSTGRESQL);
    plain = file.get(WireFile.accepting(FileForm.IDENTITY)).body();
    gzip = file.get(WireFile.accepting(FileForm.GZIP)).body();
  }

  @BeforeEach
  void require() {
    assumeTrue(file != null, "ISA-L is not installed");
  }

  @Test
  void givenAnExport_whenFetched_thenBothFormsAreWhatTheManifestSays() throws Exception {
    assertThat(plain.length).isGreaterThan(600_000);
    assertThat(file.sha256(FileForm.IDENTITY)).isEqualTo(sha256(plain));
    assertThat(file.sha256(FileForm.GZIP)).isEqualTo(sha256(gzip));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes()).isEqualTo(plain);
    assertThat(file.segments()).isGreaterThan(2);
  }

  @Test
  void givenAnExport_whenItsBytesAreLookedAt_thenTheJdkDidNotMakeThem() {
    Deflater jdk = new Deflater(1, true);
    jdk.setInput(plain);
    byte[] begin = new byte[1000];
    assertThat(jdk.deflate(begin)).isEqualTo(begin.length);
    jdk.end();
    assertThat(Arrays.copyOfRange(gzip, 10, 10 + begin.length)).isNotEqualTo(begin);
  }

  @Test
  void givenRandomRanges_whenFetched_thenThePlainBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      int from = random.nextInt(plain.length);
      int to = Math.min(from + random.nextInt(100_000), plain.length - 1);
      assertThat(file.get("Range: bytes=" + from + "-" + to).body())
          .isEqualTo(Arrays.copyOfRange(plain, from, to + 1));
    }
  }

  private static boolean isInstalled() {
    try {
      NativeLibrary.getInstance("libisal.so.2");
      return true;
    } catch (LinkageError e) {
      return false;
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
