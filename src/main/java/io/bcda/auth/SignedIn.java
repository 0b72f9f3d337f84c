package io.bcda.auth;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who makes the present request: an ACO's client, a system client, or an operator's. */
public sealed interface SignedIn permits SignedInAco, SignedInOperator, SignedInSystem {

  /** The OAuth client. */
  String clientId();

  /** Who is signed in on this thread; empty on a path that is open to everybody. */
  static Optional<SignedIn> find() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof SignedInToken token
        ? Optional.of(token.getPrincipal())
        : Optional.empty();
  }
}
