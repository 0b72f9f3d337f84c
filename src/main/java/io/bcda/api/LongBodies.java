package io.bcda.api;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Lets few long bodies be taken apart at a time: each becomes several times its length in memory.
 * They have come whole by then, so that who sends slowly keeps nobody else waiting.
 */
final class LongBodies {
  /** Up to this many bytes a body is taken apart at once, however many are. */
  static final int SHORT = 64 << 10;

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private final Semaphore places;

  LongBodies(int atOnce) {
    this.places = new Semaphore(atOnce);
  }

  /**
   * What the parser makes of a body.
   *
   * @throws Refusal BUSY if too many long ones are in hand
   */
  <T> T parse(byte[] body, Function<byte[], T> parser) {
    if (body.length <= SHORT) {
      return parser.apply(body);
    }
    if (!places.tryAcquire()) {
      throw new Refusal(Reason.BUSY, "Other long requests are being read; try again later")
          .retryAfter(PAUSE);
    }
    try {
      return parser.apply(body);
    } finally {
      places.release();
    }
  }
}
