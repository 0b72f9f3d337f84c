package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * A member while it is unpacked: refuses more bytes than the archive announces and, at the end,
 * other bytes than were packed, which {@link java.util.zip.ZipFile} does not check.
 */
final class MemberStream extends FilterInputStream {
  private final String name;
  private final ZipEntry entry;
  private final CRC32 crc = new CRC32();
  private long count;

  /**
   * @param name of the member in sentences
   */
  MemberStream(InputStream packed, String name, ZipEntry entry) {
    super(packed);
    this.name = name;
    this.entry = entry;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n < 0) {
      checkEnd();
      return n;
    }
    count += n;
    crc.update(buffer, offset, n);
    if (count > entry.getSize()) {
      throw new Refusal(Reason.MALFORMED, name + " is larger than the archive says.");
    }
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void checkEnd() {
    if (count != entry.getSize() || crc.getValue() != entry.getCrc()) {
      throw new Refusal(
          Reason.MALFORMED,
          name + " is damaged: its bytes are not those that were packed (size or CRC differ).");
    }
  }
}
