package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.stereotype.Component;

/**
 * Turns a token request into a grant of what the client asked for and may have. The authorization
 * server's own check would only refuse: it compares scopes as texts, all or nothing.
 */
@Component
class ScopeNarrowing implements AuthenticationConverter {
  private static final int MOST = 100;
  private final AuditTrail audit;

  ScopeNarrowing(AuditTrail audit) {
    this.audit = audit;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
    if (signedIn instanceof OAuth2ClientAuthenticationToken client) {
      request.setAttribute(UntoldRefusals.CLIENT, client.getRegisteredClient());
    }
    boolean ours = "client_credentials".equals(request.getParameter("grant_type"));
    if (!ours || !(signedIn instanceof OAuth2ClientAuthenticationToken client)) {
      return null; // the authorization server answers unsupported_grant_type
    }
    String[] scope = request.getParameterValues("scope");
    if (scope != null && scope.length > 1) {
      throw refused(OAuth2ErrorCodes.INVALID_REQUEST, "scope must appear once");
    }
    Set<String> asked = scope == null ? Set.of() : SystemScopes.split(scope[0]);
    RegisteredClient registered = client.getRegisteredClient();
    // SMART App Launch 2.2, Backend Services: scope is required there; BCDA's clients send none.
    boolean missing = asked.isEmpty() && TokenLives.isByAssertion(client);
    Set<String> granted =
        missing || asked.size() > MOST || registered == null
            ? Set.of()
            : SystemScopes.grant(asked, registered.getScopes());
    if (granted.isEmpty()) {
      refuseScope(registered);
    }
    return new OAuth2ClientCredentialsAuthenticationToken(signedIn, granted, null);
  }

  private void refuseScope(@Nullable RegisteredClient client) {
    String aco = client == null ? null : RegisteredClients.aco(client).orElse(null);
    String id = client == null ? null : client.getClientId();
    audit.append(AuditKind.TOKEN_REFUSED, aco, id, null, "no scope can be granted");
    throw refused(
        OAuth2ErrorCodes.INVALID_SCOPE,
        "None of the scopes can be granted; allowed are "
            + SystemScopes.join(client == null ? SystemScopes.DEFAULT : client.getScopes()));
  }

  private static OAuth2AuthenticationException refused(String code, String description) {
    return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
  }
}
