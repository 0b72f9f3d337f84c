package io.bcda.api;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** Sends a part of a file, and stops when somebody withdraws it. Memory: one buffer. */
final class Download {
  private static final int BUFFER = 128 * 1024;
  private static final long LOOK_EVERY_MILLIS = 1000;
  private final Clock clock;
  private final BooleanSupplier withdrawn;
  private long sent;

  /**
   * @param withdrawn whether the file must not be sent any more; asked about each second
   */
  Download(Clock clock, BooleanSupplier withdrawn) {
    this.clock = clock;
    this.withdrawn = withdrawn;
  }

  /** Bytes that were handed to the connection so far; some may be on their way still. */
  long sent() {
    return sent;
  }

  /**
   * @throws EOFException if there are fewer bytes, so that nobody takes them for the whole
   * @throws IOException if the file is withdrawn, or the client is gone
   */
  void send(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, length))];
    long left = length;
    long look = clock.millis() + LOOK_EVERY_MILLIS;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new EOFException("the stored file is shorter than recorded");
      }
      out.write(buffer, 0, n);
      left -= n;
      sent += n;
      if (clock.millis() >= look) {
        if (withdrawn.getAsBoolean()) {
          throw new IOException("the file was withdrawn");
        }
        look = clock.millis() + LOOK_EVERY_MILLIS;
      }
    }
  }
}
