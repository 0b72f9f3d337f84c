package io.bcda.auth;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who makes the present request: an ACO's client or a system client. */
public sealed interface SignedIn permits SignedInAco, SignedInSystem {

  /** The OAuth client. */
  String clientId();

  /** Who is signed in on this thread; empty on a path that is open to everybody. */
  static Optional<SignedIn> find() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof SignedInToken token
        ? Optional.of(token.getPrincipal())
        : Optional.empty();
  }
}
