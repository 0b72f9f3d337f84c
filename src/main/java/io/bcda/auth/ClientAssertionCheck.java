package io.bcda.auth;

import static io.bcda.auth.ClientAssertionRefused.demand;

import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Whether an assertion proves a client. One check after the other, and its id is used up last: else
 * whoever sends rubbish could use up ids before their owner does.
 */
@Component
class ClientAssertionCheck {
  private final ClientAssertionSignature signature;
  private final ClientAssertionClaims claims;
  private final ClientAssertionIds ids;

  ClientAssertionCheck(
      ClientAssertionSignature signature, ClientAssertionClaims claims, ClientAssertionIds ids) {
    this.signature = signature;
    this.claims = claims;
    this.ids = ids;
  }

  /**
   * @param clientId an active client
   * @throws ClientAssertionRefused if it does not, or did so once already
   */
  void prove(String clientId, String assertion) {
    SignedJWT jwt;
    try {
      jwt = SignedJWT.parse(assertion);
    } catch (ParseException e) {
      throw new ClientAssertionRefused("not a signed JWT");
    }
    signature.check(jwt, clientId);
    Map<String, Object> said = jwt.getPayload().toJSONObject();
    demand(said != null, "no claims");
    demand(ids.use(clientId, claims.check(said, clientId)), "jti used before");
  }
}
