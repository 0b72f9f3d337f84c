package io.bcda.auth;

import org.springframework.security.authentication.AuthenticationServiceException;

/** A token cannot be checked, because its issuer's keys could not be had. No fault of the token. */
class KeysNotReached extends AuthenticationServiceException {
  KeysNotReached() {
    super("the issuer's keys cannot be had");
  }
}
