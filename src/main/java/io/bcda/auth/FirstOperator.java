package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the client by which the first operator comes in, where there never was one. */
@Component
public class FirstOperator {
  /** Its id: fixed, so that of nodes that start at once one makes it. */
  public static final String ID = "operator";

  private final ClientStore clients;
  private final SecretStore secrets;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;

  FirstOperator(
      ClientStore clients,
      SecretStore secrets,
      AuditTrail audit,
      PlatformTransactionManager transactions) {
    this.clients = clients;
    this.secrets = secrets;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Makes client {@link #ID} with a secret of the operator's choice, all or nothing.
   *
   * @return false if there is an operator's client, or ever was one; then nothing is done
   */
  public boolean create(String secret, Instant expiry) {
    if (clients.all().stream().anyMatch(c -> c.kind() == Client.Kind.OPERATOR)) {
      return false; // clients are never deleted, so an ended one is still there
    }
    try {
      transaction.executeWithoutResult(
          status -> {
            clients.insertOperator(ID, "first operator");
            secrets.keep(ID, secret, expiry);
            audit.append(
                AuditKind.CLIENT_CREATED, null, null, ID, "created from the bootstrap secret");
          });
      return true;
    } catch (Refusal e) {
      if (e.reason() == Reason.BUSY) { // another node was first
        return false;
      }
      throw e;
    }
  }
}
