package io.bcda.admin;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body that is read up to a limit. Not thread-safe. */
final class LimitedStream extends FilterInputStream {
  private final long most;
  private long read;

  private LimitedStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  /**
   * @param most in bytes; reading more is {@link ApiFault} 413
   */
  static InputStream of(InputStream in, long most) {
    return new LimitedStream(in, most);
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int got = super.read(into, offset, length);
    count(Math.max(got, 0));
    return got;
  }

  private void count(int got) {
    read += got;
    if (read > most) {
      throw ApiFault.tooLong(most);
    }
  }
}
