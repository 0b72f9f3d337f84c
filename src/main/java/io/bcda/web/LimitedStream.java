package io.bcda.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A request's body that is read up to a limit. Not thread-safe. */
public final class LimitedStream extends FilterInputStream {
  private final long most;
  private final Supplier<? extends RuntimeException> tooLong;
  private long read;

  /**
   * @param most in bytes
   * @param tooLong what reading more throws
   */
  public LimitedStream(InputStream in, long most, Supplier<? extends RuntimeException> tooLong) {
    super(in);
    this.most = most;
    this.tooLong = tooLong;
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
      throw tooLong.get();
    }
  }
}
