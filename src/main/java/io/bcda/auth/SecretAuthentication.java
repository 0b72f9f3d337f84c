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
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * A client proves itself by id and secret in a Basic header. An unknown client, a deactivated one
 * and a wrong or expired secret have one answer. That its ACO is denied, or FHIR writes are off, is
 * told only to a client that proved itself.
 */
@Component
class SecretAuthentication implements AuthenticationProvider {
  private final ClientStore clients;
  private final SecretStore secrets;
  private final Admission admission;
  private final FailedAttempts attempts;
  private final AuditTrail audit;

  SecretAuthentication(
      ClientStore clients,
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
    Origin origin = new Origin(given.getName(), address(given));
    attempts
        .wait(origin)
        .ifPresent(
            wait -> {
              throw new TooManyAttempts(wait);
            });
    Client client = proven(given, origin);
    attempts.succeeded(origin);
    refuseBarred(client);
    return new OAuth2ClientAuthenticationToken(
        RegisteredClients.registered(client), ClientAuthenticationMethod.CLIENT_SECRET_BASIC, null);
  }

  private Client proven(OAuth2ClientAuthenticationToken given, Origin origin) {
    Optional<Client> client = clients.find(given.getName());
    boolean matches = secrets.matches(given.getName(), String.valueOf(given.getCredentials()));
    if (matches && client.filter(Client::isActive).isPresent()) {
      return client.get();
    }
    attempts.failed(origin);
    // The id of an unknown client is not kept: it may be a secret in the wrong place.
    audit.append(
        AuditKind.TOKEN_REFUSED,
        client.flatMap(Client::aco).orElse(null),
        client.map(Client::id).orElse(null),
        null,
        client.map(c -> c.isActive() ? "wrong secret" : "deactivated").orElse("unknown client"));
    throw refused(OAuth2ErrorCodes.INVALID_CLIENT, "Client id or secret is wrong or has expired");
  }

  private void refuseBarred(Client client) {
    Admission.Verdict verdict = admission.of(client);
    if (verdict != Admission.Verdict.ADMITTED) {
      audit.append(
          AuditKind.TOKEN_REFUSED, client.aco().orElse(null), client.id(), null, verdict.word());
      throw refused(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, verdict.sentence());
    }
  }

  private static OAuth2AuthenticationException refused(String code, String description) {
    return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
  }

  private static String address(Authentication given) {
    return given.getDetails() instanceof WebAuthenticationDetails details
        ? details.getRemoteAddress()
        : "";
  }
}
