package io.bcda.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class Crc32JoinTest {
  @Test
  void givenBytesCutAnywhere_whenJoined_thenEqualsTheCrcOfAll() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      byte[] all = new byte[random.nextInt(5000)];
      random.nextBytes(all);
      int cut = random.nextInt(all.length + 1);
      int first = crc(Arrays.copyOfRange(all, 0, cut));
      int second = crc(Arrays.copyOfRange(all, cut, all.length));
      assertThat(Crc32Join.join(first, second, all.length - cut)).isEqualTo(crc(all));
    }
  }

  @Test
  void givenNothing_whenJoined_thenNothingChanges() {
    int some = crc(new byte[] {1, 2, 3});
    assertThat(Crc32Join.join(some, crc(new byte[0]), 0)).isEqualTo(some);
    assertThat(Crc32Join.join(0, some, 3)).isEqualTo(some);
  }

  @Test
  void givenManyZeros_whenJoinedToTheCheckValue_thenEqualsTheSlowWay() {
    // "123456789" has the check value cbf43926 in every table of CRCs.
    CRC32 slow = new CRC32();
    slow.update("123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat((int) slow.getValue()).isEqualTo(0xcbf43926);
    byte[] zeros = new byte[1 << 20];
    slow.update(zeros);
    assertThat(Crc32Join.join(0xcbf43926, crc(zeros), zeros.length))
        .isEqualTo((int) slow.getValue());
  }

  private static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
