package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.auth.FailedAttempts.Origin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * A client proves itself by an assertion that it signed (RFC 7523 section 2.2, SMART Backend
 * Services). Whatever is wrong, the answer is the same; that its ACO is denied is told only to a
 * client that proved itself.
 */
@Component
class ClientAssertionAuthentication implements AuthenticationProvider {
  private static final Logger log = LoggerFactory.getLogger(ClientAssertionAuthentication.class);

  /** All that is asked for, so that it tells nothing of what was missing. */
  private static final String REFUSED =
      "The client assertion was not accepted. It needs alg RS384 or ES384, the kid of a key that is"
          + " registered, iss and sub the client id, aud the URL of the token endpoint, exp at most"
          + " five minutes ahead, and a jti that was never used";

  private final ClientStore clients;
  private final ClientAssertionCheck check;
  private final Admission admission;
  private final FailedAttempts attempts;
  private final AuditTrail audit;

  ClientAssertionAuthentication(
      ClientStore clients,
      ClientAssertionCheck check,
      Admission admission,
      FailedAttempts attempts,
      AuditTrail audit) {
    this.clients = clients;
    this.check = check;
    this.admission = admission;
    this.attempts = attempts;
    this.audit = audit;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public @Nullable Authentication authenticate(Authentication given) {
    if (!TokenLives.isByAssertion(given)) {
      return null;
    }
    String address = RemoteAddress.of(given);
    Origin origin = new Origin(given.getName(), address);
    attempts
        .waitForAssertion(origin)
        .ifPresent(
            wait -> {
              throw new TooManyAttempts(wait);
            });
    Client client = proven(given, origin);
    admit(client, origin, address);
    return new OAuth2ClientAuthenticationToken(
        RegisteredClients.registered(client), ClientAuthenticationMethod.PRIVATE_KEY_JWT, null);
  }

  private Client proven(Authentication given, Origin origin) {
    Optional<Client> client = clients.find(given.getName());
    try {
      Client found = client.orElseThrow(() -> new ClientAssertionRefused("unknown client"));
      ClientAssertionRefused.demand(found.isActive(), "deactivated");
      check.prove(found.id(), String.valueOf(given.getCredentials()));
      return found;
    } catch (ClientAssertionRefused e) {
      throw failed(origin, client.orElse(null), null, e.word());
    }
  }

  private void admit(Client client, Origin origin, String address) {
    Admission.Verdict verdict = admission.of(client, address);
    if (verdict == Admission.Verdict.ADDRESS_REFUSED) {
      // Counted and answered like a bad assertion: whoever stole a key does not learn that it is.
      throw failed(origin, client, RemoteAddress.shown(address), verdict.word());
    }
    attempts.assertionSucceeded(origin);
    if (verdict != Admission.Verdict.ADMITTED) {
      audit.append(
          AuditKind.TOKEN_REFUSED, client.aco().orElse(null), client.id(), null, verdict.word());
      throw refused(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, verdict.sentence());
    }
  }

  private OAuth2AuthenticationException failed(
      Origin origin, @Nullable Client client, @Nullable String subject, String word) {
    attempts.assertionFailed(origin);
    // The id of an unknown client is not kept: anything may stand there.
    String id = client == null ? null : client.id();
    log.atDebug().addKeyValue("client", id).addKeyValue("check", word).log("assertion refused");
    String aco = client == null ? null : client.aco().orElse(null);
    audit.append(AuditKind.TOKEN_REFUSED, aco, id, subject, "assertion: " + word);
    return refused(OAuth2ErrorCodes.INVALID_CLIENT, REFUSED);
  }

  private static OAuth2AuthenticationException refused(String code, String description) {
    return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
  }
}
