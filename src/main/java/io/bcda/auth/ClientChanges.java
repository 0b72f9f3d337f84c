package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What an operator changes about an active client. Each change is one transaction with its audit
 * event; of two changes of one client, one waits for the other.
 */
@Service
public class ClientChanges {
  private final ClientRows rows;
  private final SecretStore secrets;
  private final ClientKeyStore keys;
  private final AuditTrail audit;
  private final Clock clock;
  private final TransactionTemplate transaction;

  ClientChanges(
      ClientRows rows,
      SecretStore secrets,
      ClientKeyStore keys,
      AuditTrail audit,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.rows = rows;
    this.secrets = secrets;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Gives a client one more secret; the one that it has stays good until it expires.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id, BUSY if it has two live ones
   */
  public IssuedSecret addSecret(String clientId) {
    return with(clientId, "secret added", client -> secrets.add(clientId));
  }

  /**
   * Gives a client a new secret. The newest of those that it has stays good for {@code
   * bcda.auth.secret-overlap}, any older one ends now.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id
   */
  public IssuedSecret rotate(String clientId) {
    return with(clientId, "secret rotated", client -> secrets.rotate(clientId));
  }

  /**
   * Gives a client a new secret, and ends all others now.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id
   */
  public IssuedSecret rotateNow(String clientId) {
    return with(
        clientId,
        "secret rotated, without overlap",
        client -> {
          secrets.endAll(clientId);
          return secrets.issue(clientId);
        });
  }

  /**
   * Ends one secret now. Tokens that were got with it stay good; see {@link #revokeTokens}.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id or it has no such live secret
   */
  public void endSecret(String clientId, long secretId) {
    change(
        clientId,
        "secret " + secretId + " ended",
        client -> {
          if (!secrets.end(clientId, secretId)) {
            throw new Refusal(
                Reason.NOT_FOUND, "The client has no live secret of this id; see: client secrets");
          }
        });
  }

  /**
   * Ends a client for good: its secrets end, its keys go, it gets no new token, and its tokens are
   * refused.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id
   */
  public void deactivate(String clientId) {
    change(
        clientId,
        "deactivated",
        client -> {
          rows.deactivate(clientId, afterAllTokens(client));
          secrets.endAll(clientId);
          keys.forget(clientId);
        });
  }

  /**
   * Ends all tokens that a client has, at once. It may get new ones.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id
   */
  public void revokeTokens(String clientId) {
    change(
        clientId,
        "all tokens revoked",
        client -> rows.setTokensNotBefore(clientId, afterAllTokens(client)));
  }

  /**
   * Says from where a client may come; for tokens and for requests with them, from now on.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id
   */
  public void setAddresses(String clientId, ClientAddresses addresses) {
    change(clientId, "addresses: " + addresses, client -> rows.setAddresses(clientId, addresses));
  }

  /**
   * Notes whom to call about a client; an empty text for nobody.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id, MALFORMED if the text is
   *     longer than 200 characters or has a control character
   */
  public void setContact(String clientId, String contact) {
    String text = contact.strip();
    if (text.length() > 200 || text.chars().anyMatch(Character::isISOControl)) {
      throw new Refusal(Reason.MALFORMED, "A contact is one line of at most 200 characters");
    }
    // Without the text: a person's name is nothing for the trail.
    change(
        clientId,
        "contact changed",
        client -> rows.setContact(clientId, text.isEmpty() ? null : text));
  }

  /**
   * The first second of which no token of the client can be so far: tokens tell whole seconds, and
   * the clock of the node that issued one may be ahead. Those issued since the last such revocation
   * may say its second, and none a later one. Tokens issued from now on say at least this.
   */
  private Instant afterAllTokens(Client client) {
    Instant second = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    Instant next = second.plus(TokenCheck.SKEW).plusSeconds(1);
    return client
        .tokensNotBefore()
        .map(last -> last.plusSeconds(1))
        .filter(next::isBefore)
        .orElse(next);
  }

  private void change(String clientId, String outcome, Consumer<Client> change) {
    with(
        clientId,
        outcome,
        client -> {
          change.accept(client);
          return client;
        });
  }

  private <T> T with(String clientId, String outcome, Function<Client, T> change) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              Client client = rows.lock(clientId);
              T result = change.apply(client);
              String aco = client.aco().orElse(null);
              audit.append(AuditKind.CLIENT_CHANGED, aco, null, clientId, outcome);
              return result;
            }));
  }
}
