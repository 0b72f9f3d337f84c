package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Tells by its first bytes a file that is packed or encoded in a way that is not read here. */
final class PlainText {
  private static final int LOOKED_AT = 4;

  /** What a byte order mark of UTF-8 at the file's start does. */
  enum ByteOrderMark {
    FORGIVEN,
    REFUSED
  }

  private PlainText() {}

  /**
   * The file from its first character on; a forgiven byte order mark is left out.
   *
   * @throws Refusal if the file is packed, or of an encoding of two or more bytes a character
   */
  static InputStream of(InputStream file, ByteOrderMark mark) throws IOException {
    byte[] start = file.readNBytes(LOOKED_AT);
    checkPacking(start);
    checkEncoding(start);
    int skipped = begins(start, 0xef, 0xbb, 0xbf) ? 3 : 0;
    if (skipped > 0 && mark == ByteOrderMark.REFUSED) {
      throw refused("The file begins with a byte order mark; deliver it as plain ASCII.");
    }
    PushbackInputStream text = new PushbackInputStream(file, LOOKED_AT);
    text.unread(start, skipped, start.length - skipped);
    return text;
  }

  private static void checkPacking(byte[] start) {
    if (begins(start, 0x1f, 0x8b)) {
      throw refused("The file is packed by gzip; deliver it unpacked.");
    }
    if (begins(start, 'P', 'K', 3, 4) || begins(start, 'P', 'K', 5, 6)) {
      throw refused("The file is a zip archive; deliver what is in it, unpacked.");
    }
  }

  private static void checkEncoding(byte[] start) {
    boolean wide = begins(start, 0xff, 0xfe) || begins(start, 0xfe, 0xff);
    for (byte b : start) {
      wide |= b == 0;
    }
    if (wide) {
      throw refused("The file is of UTF-16 or UTF-32, or no text; deliver it as plain text.");
    }
  }

  private static boolean begins(byte[] start, int... bytes) {
    if (start.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((start[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static Refusal refused(String sentence) {
    return new Refusal(Reason.MALFORMED, sentence);
  }
}
