package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DownloadTest {
  private static final int MEGABYTE = 1 << 20;
  private long now;

  /** Half a second passes each time somebody looks. */
  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          now += 500;
          return Instant.ofEpochMilli(now);
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @Test
  void givenEnoughBytes_whenSent_thenTheseManyAndNoMore() throws IOException {
    byte[] bytes = new byte[MEGABYTE];
    bytes[777_776] = 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Download(clock, () -> false).send(new ByteArrayInputStream(bytes), out, 777_777);
    assertThat(out.size()).isEqualTo(777_777);
    assertThat(out.toByteArray()[777_776]).isEqualTo((byte) 1);
  }

  @Test
  void givenTooFewBytes_whenSent_thenAnErrorSoThatNobodyTakesThemForAll() {
    InputStream in = new ByteArrayInputStream(new byte[100]);
    assertThatThrownBy(
            () -> new Download(clock, () -> false).send(in, new ByteArrayOutputStream(), 101))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void givenAFileWithdrawnMeanwhile_whenSent_thenItStopsWithinASecond() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(new byte[10 * MEGABYTE]);
    assertThatThrownBy(() -> new Download(clock, () -> true).send(in, out, 10 * MEGABYTE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("withdrawn");
    assertThat(out.size()).isLessThan(MEGABYTE);
  }
}
