package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The clients that may sign in, each for one ACO or for the operator: shows them and makes them.
 * What becomes of them afterwards is for {@link ClientChanges}. In the audit trail, a client that
 * is made or changed is the subject; who did it is the trail's own to know.
 */
@Repository
public class ClientStore {
  private final ClientRows rows;
  private final SecretStore secrets;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;

  ClientStore(
      ClientRows rows,
      SecretStore secrets,
      AuditTrail audit,
      PlatformTransactionManager transactions) {
    this.rows = rows;
    this.secrets = secrets;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
  }

  public Optional<Client> find(String clientId) {
    return rows.find(clientId);
  }

  /** All clients, by ACO and age; those without an ACO come last. */
  public List<Client> all() {
    return rows.all();
  }

  /** The clients of one ACO, the oldest first. */
  public List<Client> ofAco(String aco) {
    return rows.ofAco(aco);
  }

  /** The secrets of a client, live and ended, the oldest first. */
  public List<ClientSecret> secrets(String clientId) {
    return secrets.of(clientId);
  }

  /** The live secrets of all clients, by client. */
  public Map<String, List<ClientSecret>> liveSecrets() {
    return secrets.live();
  }

  /**
   * Makes a client of an ACO with a random id and its first secret.
   *
   * @throws Refusal NOT_FOUND if there is no such ACO, MALFORMED if the name is empty or longer
   *     than 200 characters
   */
  public IssuedSecret create(String aco, String name) {
    return create(Client.Kind.ACO, aco, name);
  }

  /**
   * Makes a system client, which belongs to no ACO, with a random id and its first secret.
   *
   * @throws Refusal MALFORMED if the name is empty or longer than 200 characters
   */
  public IssuedSecret createSystem(String name) {
    return create(Client.Kind.SYSTEM, null, name);
  }

  /**
   * Makes an operator's client, which may do over the management port what commands do, with a
   * random id and its first secret.
   *
   * @throws Refusal MALFORMED if the name is empty or longer than 200 characters
   */
  public IssuedSecret createOperator(String name) {
    return create(Client.Kind.OPERATOR, null, name);
  }

  private IssuedSecret create(Client.Kind kind, @Nullable String aco, String name) {
    String id = UUID.randomUUID().toString();
    return inOne(
        () -> {
          rows.insert(id, kind, aco, name);
          audit.append(AuditKind.CLIENT_CREATED, aco, null, id, "created, " + kind);
          return secrets.issue(id);
        });
  }

  /**
   * Makes a client whose credentials are published and never expire.
   *
   * @throws IllegalStateException outside the sandbox
   * @throws Refusal NOT_FOUND if there is no such ACO, BUSY if there is such a client already
   */
  public Client createWithFixedSecret(String aco, String clientId, String name, String secret) {
    return inOne(
        () -> {
          rows.insert(clientId, Client.Kind.ACO, aco, name);
          secrets.keepFixed(clientId, secret);
          String outcome = "created with published secret";
          audit.append(AuditKind.CLIENT_CREATED, aco, null, clientId, outcome);
          return rows.find(clientId).orElseThrow();
        });
  }

  /**
   * Takes a client over from another server, with its id and the hash of its secret, which is good
   * for as long as a new one would be.
   *
   * @param hash {@code salt:hash:iterations} of PBKDF2 with HMAC-SHA-512, salt and hash in base64
   * @throws Refusal NOT_FOUND if there is no such ACO, BUSY if there is such a client already,
   *     MALFORMED if id, name or hash are not as they should be
   */
  public Client importClient(String aco, String clientId, String name, String hash) {
    if (!clientId.matches("[A-Za-z0-9._~-]{1,100}")) {
      throw new Refusal(
          Reason.MALFORMED, "A client id has 1 to 100 letters, digits and characters of ._~-");
    }
    ImportedHash imported = ImportedHash.parse(hash);
    return inOne(
        () -> {
          rows.insert(clientId, Client.Kind.ACO, aco, name);
          secrets.keepImported(clientId, imported);
          audit.append(AuditKind.CLIENT_CREATED, aco, null, clientId, "imported with hash");
          return rows.find(clientId).orElseThrow();
        });
  }

  /** Makes an operator's client without a secret, in the caller's transaction. */
  void insertOperator(String id, String name) {
    rows.insert(id, Client.Kind.OPERATOR, null, name);
  }

  private <T> T inOne(Supplier<T> work) {
    return Optional.ofNullable(transaction.execute(status -> work.get())).orElseThrow();
  }
}
