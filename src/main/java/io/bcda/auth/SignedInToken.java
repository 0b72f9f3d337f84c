package io.bcda.auth;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A request with a good access token. */
class SignedInToken extends AbstractAuthenticationToken {
  private final transient SignedIn signedIn;
  private final Admission.Verdict verdict;

  SignedInToken(SignedIn signedIn, Admission.Verdict verdict) {
    super(AuthorityUtils.NO_AUTHORITIES);
    this.signedIn = signedIn;
    this.verdict = verdict;
    setAuthenticated(true);
  }

  /** Whether it may use the server at all. */
  Admission.Verdict verdict() {
    return verdict;
  }

  @Override
  public SignedIn getPrincipal() {
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
