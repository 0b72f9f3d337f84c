package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Ends single tokens of external issuers, which cannot be given back here. */
@Component
public class TokenDenials {
  private final DeniedTokens denied;
  private final AuditTrail audit;
  private final Clock clock;

  TokenDenials(DeniedTokens denied, AuditTrail audit, Clock clock) {
    this.denied = denied;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Refuses a token from now on; again is no harm.
   *
   * @param issuer its {@code iss}, to the letter
   * @param jti its id
   * @throws Refusal MALFORMED if one is empty or the id is longer than 300 characters
   */
  public void deny(String issuer, String jti) {
    if (issuer.isBlank() || jti.isBlank() || jti.length() > 300) {
      throw new Refusal(Reason.MALFORMED, "Give the token's iss and its jti");
    }
    denied.add(
        ExternalIssuers.mark(issuer, jti),
        "external",
        clock.instant().plus(AuthSettings.LONGEST_TOKEN),
        () ->
            audit.append(
                AuditKind.TOKEN_REVOKED, null, null, jti, "denied, a token of another issuer"));
  }
}
