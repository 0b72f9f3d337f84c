package io.bcda.auth;

import io.bcda.aco.Aco;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A request with a good access token. */
class SignedInToken extends AbstractAuthenticationToken {
  private final transient SignedInAco signedIn;
  private final Aco.Status status;

  SignedInToken(SignedInAco signedIn, Aco.Status status) {
    super(AuthorityUtils.NO_AUTHORITIES);
    this.signedIn = signedIn;
    this.status = status;
    setAuthenticated(true);
  }

  /** Whether the ACO may use the server at all. */
  boolean isDenied() {
    return status != Aco.Status.ACTIVE;
  }

  @Override
  public SignedInAco getPrincipal() {
    return signedIn;
  }

  @Override
  public String getName() {
    return signedIn.clientId();
  }

  /** Nothing: the token itself is not kept. */
  @Override
  public Object getCredentials() {
    return "";
  }
}
