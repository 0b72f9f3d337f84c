package io.bcda.auth;

/**
 * A client's JWKS cannot be had. Why is for the log; to the client it would tell of our network.
 */
final class JwksUnavailable extends RuntimeException {
  JwksUnavailable(String why, Throwable cause) {
    super(why, cause);
  }

  JwksUnavailable(String why) {
    super(why);
  }
}
