package io.bcda.auth;

import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** A client failed too often and must wait. */
final class TooManyAttempts extends OAuth2AuthenticationException {
  static final String CODE = "slow_down";
  private final long seconds;

  TooManyAttempts(Duration wait) {
    super(new OAuth2Error(CODE, "Too many failed attempts; see the header Retry-After", null));
    this.seconds = Math.max(1, wait.plusMillis(999).toSeconds());
  }

  long seconds() {
    return seconds;
  }
}
