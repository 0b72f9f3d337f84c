package io.bcda.api;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Lets few long bodies be read at a time: each takes several times its length in memory. */
final class LongBodies {
  /** Up to this many bytes a body is read at once, however many are. */
  static final long SHORT = 64L << 10;

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private final Semaphore places;

  LongBodies(int atOnce) {
    this.places = new Semaphore(atOnce);
  }

  /**
   * What the reader makes of a request. A body without a length may be a long one.
   *
   * @throws Refusal BUSY if too many long ones are being read
   */
  <T> T read(HttpServletRequest request, Function<HttpServletRequest, T> reader) {
    long length = request.getContentLengthLong();
    if (length >= 0 && length <= SHORT) {
      return reader.apply(request);
    }
    if (!places.tryAcquire()) {
      throw new Refusal(Reason.BUSY, "Other long requests are being read; try again later")
          .retryAfter(PAUSE);
    }
    try {
      return reader.apply(request);
    } finally {
      places.release();
    }
  }
}
