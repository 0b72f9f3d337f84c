package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * Tells the audit trail of token requests that are refused for their form, or because their client
 * failed too often. Who asked is told only if it is proven.
 */
@Component
class UntoldRefusals {
  /** The client that proved itself; the authorization server forgets it before it refuses. */
  static final String CLIENT = UntoldRefusals.class.getName() + ".client";

  private static final Logger log = LoggerFactory.getLogger(UntoldRefusals.class);
  private final AuditTrail audit;

  UntoldRefusals(AuditTrail audit) {
    this.audit = audit;
  }

  void tell(HttpServletRequest request, String word) {
    String token = request.getContextPath() + TokenRequestGate.TOKEN_PATH;
    if (!request.getRequestURI().equals(token)) {
      return;
    }
    Optional<RegisteredClient> client = proven(request);
    String aco = client.flatMap(RegisteredClients::aco).orElse(null);
    String id = client.map(RegisteredClient::getClientId).orElse(null);
    try {
      audit.append(AuditKind.TOKEN_REFUSED, aco, id, null, word);
    } catch (DataAccessException e) { // refused all the same
      log.atError().setCause(e).log("refusal of a token not on the audit trail");
    }
  }

  private static Optional<RegisteredClient> proven(HttpServletRequest request) {
    return request.getAttribute(CLIENT) instanceof RegisteredClient client
        ? Optional.of(client)
        : Optional.empty();
  }
}
