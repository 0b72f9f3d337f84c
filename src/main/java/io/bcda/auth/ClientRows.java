package io.bcda.auth;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The rows of clients. {@link ClientStore} and {@link ClientChanges} tell of what they do. */
@Repository
class ClientRows {
  private static final String SELECT =
      """
      SELECT client_id, kind, aco, name, scopes, status, created_at, last_token_at, contact,
             addresses, tokens_not_before
        FROM auth_client
      """;
  private static final String INSERT =
      """
      INSERT INTO auth_client(client_id, kind, aco, name, scopes, status, created_at)
      VALUES (?,?,?,?,?,?,?)
      """;
  private static final String DEACTIVATE =
      """
      UPDATE auth_client SET status = 'DEACTIVATED', tokens_not_before = ?
       WHERE client_id = ? AND status = 'ACTIVE'
      """;
  private final JdbcTemplate db;
  private final Clock clock;

  ClientRows(JdbcTemplate db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  Optional<Client> find(String clientId) {
    return first(SELECT + " WHERE client_id = ?", clientId);
  }

  /** A client, unless the token of this id is denied. Asked for each request: one statement. */
  Optional<Client> findByToken(String clientId, String jti) {
    return first(SELECT + " WHERE client_id = ? AND " + DeniedTokens.NOT_DENIED, clientId, jti);
  }

  /**
   * An active client, whom nobody else changes until the transaction ends.
   *
   * @throws Refusal NOT_FOUND if there is no active client of this id
   */
  Client lock(String clientId) {
    return first(SELECT + " WHERE client_id = ? FOR UPDATE", clientId)
        .filter(Client::isActive)
        .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "There is no active client of this id"));
  }

  List<Client> all() {
    return db.query(
        SELECT + " ORDER BY aco NULLS LAST, created_at, client_id", (rs, i) -> client(rs));
  }

  List<Client> ofAco(String aco) {
    String sql = SELECT + " WHERE aco = ? ORDER BY created_at, client_id";
    return db.query(sql, (rs, i) -> client(rs), aco);
  }

  /**
   * @throws Refusal NOT_FOUND if there is no such ACO, BUSY if there is such a client already
   */
  void insert(String id, Client.Kind kind, @Nullable String aco, String name) {
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

  void deactivate(String clientId, Instant tokensNotBefore) {
    db.update(DEACTIVATE, Timestamp.from(tokensNotBefore), clientId);
  }

  void setTokensNotBefore(String clientId, Instant instant) {
    set("tokens_not_before", Timestamp.from(instant), clientId);
  }

  void setAddresses(String clientId, ClientAddresses addresses) {
    set("addresses", addresses.column(), clientId);
  }

  void setContact(String clientId, @Nullable String contact) {
    set("contact", contact, clientId);
  }

  /** Notes that a client got a token just now. */
  void gotToken(String clientId) {
    set("last_token_at", Timestamp.from(clock.instant()), clientId);
  }

  private void set(String column, @Nullable Object value, String clientId) {
    db.update("UPDATE auth_client SET " + column + " = ? WHERE client_id = ?", value, clientId);
  }

  private Optional<Client> first(String sql, Object... values) {
    return db.query(sql, (rs, i) -> client(rs), values).stream().findFirst();
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
        instant(rs.getTimestamp("last_token_at")),
        Optional.ofNullable(rs.getString("contact")),
        ClientAddresses.ofColumn(rs.getString("addresses")),
        instant(rs.getTimestamp("tokens_not_before")));
  }

  private static Optional<Instant> instant(@Nullable Timestamp timestamp) {
    return Optional.ofNullable(timestamp).map(Timestamp::toInstant);
  }
}
