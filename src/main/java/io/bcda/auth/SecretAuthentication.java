package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.auth.FailedAttempts.Origin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * A client proves itself by id and secret in a Basic header. An unknown client, a deactivated one,
 * a wrong or expired secret and a good one from elsewhere have one answer. That its ACO is denied,
 * or FHIR writes are off, is told only to a client that proved itself.
 */
@Component
class SecretAuthentication implements AuthenticationProvider {
  private final ClientRows clients;
  private final SecretStore secrets;
  private final Admission admission;
  private final FailedAttempts attempts;
  private final AuditTrail audit;

  SecretAuthentication(
      ClientRows clients,
      SecretStore secrets,
      Admission admission,
      FailedAttempts attempts,
      AuditTrail audit) {
    this.clients = clients;
    this.secrets = secrets;
    this.admission = admission;
    this.attempts = attempts;
    this.audit = audit;
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
  }

  @Override
  public @Nullable Authentication authenticate(Authentication authentication) {
    var given = (OAuth2ClientAuthenticationToken) authentication;
    if (!ClientAuthenticationMethod.CLIENT_SECRET_BASIC.equals(
        given.getClientAuthenticationMethod())) {
      return null;
    }
    String address = RemoteAddress.of(given);
    Origin origin = new Origin(given.getName(), address);
    attempts
        .wait(origin)
        .ifPresent(
            wait -> {
              throw new TooManyAttempts(wait);
            });
    return new OAuth2ClientAuthenticationToken(
        signedIn(given, origin, address), ClientAuthenticationMethod.CLIENT_SECRET_BASIC, null);
  }

  private RegisteredClient signedIn(
      OAuth2ClientAuthenticationToken given, Origin origin, String address) {
    String password = String.valueOf(given.getCredentials());
    Optional<Client> found = clients.find(given.getName());
    Optional<KeptSecret> secret = secrets.proven(given.getName(), password);
    Client client = found.orElse(null);
    if (client == null || !client.isActive() || secret.isEmpty()) {
      throw failed(origin, client, null, reason(client));
    }
    Admission.Verdict verdict = admission.of(client, address);
    if (verdict == Admission.Verdict.ADDRESS_REFUSED) {
      // Counted and answered like a wrong secret: whoever stole a good one does not learn it.
      throw failed(origin, client, RemoteAddress.shown(address), verdict.word());
    }
    attempts.succeeded(origin);
    secrets.upgrade(secret.get(), password);
    if (verdict != Admission.Verdict.ADMITTED) {
      refusal(client, null, verdict.word());
      throw refused(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, verdict.sentence());
    }
    return secret
        .filter(secrets::endsSoon)
        .flatMap(KeptSecret::expiresAt)
        .map(ends -> RegisteredClients.registered(client, ends))
        .orElseGet(() -> RegisteredClients.registered(client));
  }

  private OAuth2AuthenticationException failed(
      Origin origin, @Nullable Client client, @Nullable String subject, String reason) {
    attempts.failed(origin);
    refusal(client, subject, reason);
    return refused(OAuth2ErrorCodes.INVALID_CLIENT, "Client id or secret is wrong or has expired");
  }

  private static String reason(@Nullable Client client) {
    return client == null ? "unknown client" : client.isActive() ? "wrong secret" : "deactivated";
  }

  /** The id of an unknown client is not kept: it may be a secret in the wrong place. */
  private void refusal(@Nullable Client client, @Nullable String subject, String reason) {
    audit.append(
        AuditKind.TOKEN_REFUSED,
        client == null ? null : client.aco().orElse(null),
        client == null ? null : client.id(),
        subject,
        reason);
  }

  private static OAuth2AuthenticationException refused(String code, String description) {
    return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
  }
}
