package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.RunMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The clients that may sign in, each for one ACO or for the operator. */
@Repository
public class ClientStore {
  private static final String SELECT =
      """
      SELECT client_id, kind, aco, name, scopes, status, created_at, last_token_at FROM auth_client
      """;
  private static final String INSERT =
      """
      INSERT INTO auth_client(client_id, kind, aco, name, scopes, status, created_at)
      VALUES (?,?,?,?,?,?,?)
      """;
  private static final String DEACTIVATE =
      """
      UPDATE auth_client SET status = 'DEACTIVATED' WHERE client_id = ? AND status = 'ACTIVE'
      """;
  private final JdbcTemplate db;
  private final SecretStore secrets;
  private final AuditTrail audit;
  private final Clock clock;
  private final RunMode mode;

  ClientStore(JdbcTemplate db, SecretStore secrets, AuditTrail audit, Clock clock, RunMode mode) {
    this.db = db;
    this.secrets = secrets;
    this.audit = audit;
    this.clock = clock;
    this.mode = mode;
  }

  public Optional<Client> find(String clientId) {
    return db.query(SELECT + " WHERE client_id = ?", (rs, i) -> client(rs), clientId).stream()
        .findFirst();
  }

  /** All clients, by ACO and age; system clients come last. */
  public List<Client> all() {
    return db.query(
        SELECT + " ORDER BY aco NULLS LAST, created_at, client_id", (rs, i) -> client(rs));
  }

  /** The clients of one ACO, the oldest first. */
  public List<Client> ofAco(String aco) {
    String sql = SELECT + " WHERE aco = ? ORDER BY created_at, client_id";
    return db.query(sql, (rs, i) -> client(rs), aco);
  }

  /**
   * Makes a client of an ACO with a random id and its first secret. Should the process die in
   * between, the client has no secret and cannot sign in; {@link #addSecret} helps.
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

  private IssuedSecret create(Client.Kind kind, @Nullable String aco, String name) {
    String id = UUID.randomUUID().toString();
    insert(id, kind, aco, name);
    IssuedSecret secret = secrets.issue(id);
    audit.append(AuditKind.CLIENT_CREATED, aco, id, null, "created, " + kind);
    return secret;
  }

  /**
   * Makes a client whose credentials are published and never expire.
   *
   * @throws IllegalStateException outside the sandbox
   * @throws Refusal NOT_FOUND if there is no such ACO, BUSY if there is such a client already
   */
  public Client createWithFixedSecret(String aco, String clientId, String name, String secret) {
    if (mode != RunMode.SANDBOX) {
      throw new IllegalStateException("fixed secrets are for the sandbox only");
    }
    insert(clientId, Client.Kind.ACO, aco, name);
    secrets.keepFixed(clientId, secret);
    audit.append(AuditKind.CLIENT_CREATED, aco, clientId, null, "created with published secret");
    return find(clientId).orElseThrow();
  }

  /**
   * Gives a client one more secret; those that it has stay good until they expire.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id
   */
  public IssuedSecret addSecret(String clientId) {
    Client client =
        find(clientId)
            .filter(Client::isActive)
            .orElseThrow(
                () -> new Refusal(Reason.NOT_FOUND, "There is no active client of this id"));
    IssuedSecret secret = secrets.issue(clientId);
    audit.append(
        AuditKind.CLIENT_CREATED, client.aco().orElse(null), clientId, null, "secret added");
    return secret;
  }

  /** Ends a client: no new token, and its tokens are refused. False if none was active. */
  public boolean deactivate(String clientId) {
    boolean done = db.update(DEACTIVATE, clientId) == 1;
    if (done) {
      String aco = find(clientId).flatMap(Client::aco).orElse(null);
      audit.append(AuditKind.TOKEN_REVOKED, aco, clientId, null, "client deactivated");
    }
    return done;
  }

  /** Notes that a client got a token just now. */
  void gotToken(String clientId) {
    db.update(
        "UPDATE auth_client SET last_token_at = ? WHERE client_id = ?",
        Timestamp.from(clock.instant()),
        clientId);
  }

  private void insert(String id, Client.Kind kind, @Nullable String aco, String name) {
    if (name.isBlank() || name.length() > 200) {
      throw new Refusal(Reason.MALFORMED, "A client's name has 1 to 200 characters");
    }
    try {
      db.update(
          INSERT,
          id,
          kind.name(),
          aco,
          name,
          String.join(" ", SystemScopes.of(kind)),
          Client.Status.ACTIVE.name(),
          Timestamp.from(clock.instant()));
    } catch (DuplicateKeyException e) {
      throw new Refusal(Reason.BUSY, "Client " + id + " exists already");
    } catch (DataIntegrityViolationException e) {
      throw new Refusal(
          Reason.NOT_FOUND, "There is no ACO of this id; make it first with: aco create");
    }
  }

  private static Client client(ResultSet rs) throws SQLException {
    return new Client(
        rs.getString("client_id"),
        Client.Kind.valueOf(rs.getString("kind")),
        Optional.ofNullable(rs.getString("aco")),
        rs.getString("name"),
        SystemScopes.split(rs.getString("scopes")),
        Client.Status.valueOf(rs.getString("status")),
        rs.getTimestamp("created_at").toInstant(),
        Optional.ofNullable(rs.getTimestamp("last_token_at")).map(Timestamp::toInstant));
  }
}
