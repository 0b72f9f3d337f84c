package io.bcda.refusal;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that is not served, with the reason and a sentence that helps the caller. The sentence
 * never holds an MBI, a token, or whether another ACO's object exists.
 */
public final class Refusal extends RuntimeException {
  private final Reason reason;
  private final @Nullable String parameter;
  private final @Nullable Duration retryAfter;

  public Refusal(Reason reason, String detail) {
    this(reason, detail, null, null);
  }

  private Refusal(
      Reason reason, String detail, @Nullable String parameter, @Nullable Duration retryAfter) {
    // An answer, not an error: where it was made is told of our own faults alone.
    super(detail, null, false, reason == Reason.FAILED);
    this.reason = reason;
    this.parameter = parameter;
    this.retryAfter = retryAfter;
  }

  /** The same refusal, naming the request parameter or header at fault. */
  public Refusal at(String parameter) {
    return new Refusal(reason, detail(), parameter, retryAfter);
  }

  /** The same refusal, saying when to try again. */
  public Refusal retryAfter(Duration delay) {
    return new Refusal(reason, detail(), parameter, delay);
  }

  public Reason reason() {
    return reason;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public Optional<String> parameter() {
    return Optional.ofNullable(parameter);
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
