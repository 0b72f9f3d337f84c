package io.bcda.loading;

import static io.bcda.loading.TestLines.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipMembersTest {
  private static final byte[] FIRST = gzip("one\n".getBytes(StandardCharsets.US_ASCII));
  private static final byte[] SECOND = gzip("two\n".getBytes(StandardCharsets.US_ASCII));

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 65536})
  void givenSeveralMembers_whenReadThroughAnyBuffer_thenAllOfThem(int buffer) throws IOException {
    byte[] noise = new byte[200_000];
    new Random(5).nextBytes(noise);
    byte[] file = joined(gzip(noise), gzip(new byte[0]), gzip(new byte[70_000]), new byte[512]);
    try (GzipMembers in = new GzipMembers(new ByteArrayInputStream(file), buffer)) {
      assertThat(in.readAllBytes()).isEqualTo(joined(noise, new byte[70_000]));
    }
  }

  @Test
  void givenAHeaderWithEveryOptionalField_whenRead_thenItsContent() throws IOException {
    byte[] rest = Arrays.copyOfRange(FIRST, 10, FIRST.length);
    byte[] head = {0x1F, (byte) 0x8B, 8, 0x1F, 1, 2, 3, 4, 0, 3, 2, 0, 9, 9, 'n', 0, 'c', 0, 5, 5};
    assertThat(text(joined(head, rest))).isEqualTo("one\n");
  }

  @Test
  void givenEachBeginningOfAFile_whenRead_thenOnlyWholeMembersPass() throws IOException {
    byte[] file = joined(FIRST, SECOND);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      if (length == FIRST.length) {
        assertThat(text(cut)).isEqualTo("one\n");
      } else {
        assertThatThrownBy(() -> text(cut)).as("at " + length).isInstanceOf(EOFException.class);
      }
    }
    assertThat(text(file)).isEqualTo("one\ntwo\n");
  }

  @Test
  void givenAWrongByte_whenRead_thenDamaged() {
    for (int at : new int[] {0, 1, 2, 12, SECOND.length - 8, SECOND.length - 4}) {
      byte[] wrong = SECOND.clone();
      wrong[at] ^= 0x10;
      assertThatThrownBy(() -> text(joined(FIRST, wrong)))
          .as("at " + at)
          .isInstanceOf(IOException.class);
    }
    byte[] unknownFlag = SECOND.clone();
    unknownFlag[3] |= (byte) 0x80;
    assertThatThrownBy(() -> text(joined(FIRST, unknownFlag))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> text(joined(FIRST, new byte[9], SECOND)))
        .isInstanceOf(IOException.class);
  }

  private static String text(byte[] file) throws IOException {
    try (GzipMembers in = new GzipMembers(new ByteArrayInputStream(file), 16)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }
}
