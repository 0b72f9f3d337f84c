package io.bcda.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/** What can be told of a stored file from its bytes alone. */
final class StoredBytes {
  private StoredBytes() {}

  static byte[] inflateAlone(byte[] stored, long from, int length) throws Exception {
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
  static int memberCount(byte[] stored) throws Exception {
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

  static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
