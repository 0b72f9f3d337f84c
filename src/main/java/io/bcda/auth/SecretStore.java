package io.bcda.auth;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.RunMode;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * The secrets of clients, as {@link SecretHash hashes}. At most two of a client are live at a time,
 * which holds because whoever adds one has the client's row locked. A secret ends by its expiry
 * being set to now.
 */
@Repository
class SecretStore {
  private static final int BYTES = 32;
  private static final int MOST_LIVE = 2;
  private static final String LIVE = "(expires_at IS NULL OR expires_at > ?)";
  private static final String INSERT =
      """
      INSERT INTO auth_client_secret(client_id, sha256, imported, created_at, expires_at)
      VALUES (?,?,?,?,?)
      """;
  private static final String SELECT =
      "SELECT id, client_id, sha256, imported, created_at, expires_at FROM auth_client_secret";
  private static final String END =
      "UPDATE auth_client_secret SET expires_at = ? WHERE client_id = ? AND " + LIVE;
  private static final String UPGRADE =
      """
      UPDATE auth_client_secret SET sha256 = ?, imported = NULL WHERE id = ? AND imported = ?
      """;
  private final JdbcTemplate db;
  private final AuthSettings settings;
  private final Clock clock;
  private final RunMode mode;
  private final SecureRandom random = new SecureRandom();

  SecretStore(JdbcTemplate db, AuthSettings settings, Clock clock, RunMode mode) {
    this.db = db;
    this.settings = settings;
    this.clock = clock;
    this.mode = mode;
  }

  /** Makes a secret, whatever others there are. */
  IssuedSecret issue(String clientId) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    // Hexadecimal: RFC 6749 section 2.3.1 has Basic credentials form-encoded, which few clients do.
    String secret = HexFormat.of().formatHex(bytes);
    Instant expiry = clock.instant().plus(settings.secretLife());
    insert(clientId, SecretHash.sha256(secret), null, expiry);
    return new IssuedSecret(clientId, secret, expiry);
  }

  /**
   * Makes a secret beside the one that the client has.
   *
   * @throws Refusal BUSY if two are live
   */
  IssuedSecret add(String clientId) {
    if (liveOf(clientId).size() >= MOST_LIVE) {
      throw new Refusal(
          Reason.BUSY,
          "The client has two live secrets, and may have no more; end one (client end-secret), or"
              + " replace them (client rotate)");
    }
    return issue(clientId);
  }

  /** Makes a secret, lets the newest other one end after the overlap, and the rest now. */
  IssuedSecret rotate(String clientId) {
    List<KeptSecret> live = liveOf(clientId);
    Instant now = thisMillisecond();
    Instant overlap = now.plus(settings.secretOverlap());
    for (int i = 0; i < live.size(); i++) {
      KeptSecret secret = live.get(i);
      boolean newest = i == live.size() - 1;
      boolean endsBefore = secret.expiresAt().filter(e -> e.isBefore(overlap)).isPresent();
      if (!newest || !endsBefore) {
        end(clientId, secret.id(), newest ? overlap : now);
      }
    }
    return issue(clientId);
  }

  /**
   * Keeps a secret that was chosen by us and published, without an expiry.
   *
   * @throws IllegalStateException outside the sandbox
   */
  void keepFixed(String clientId, String secret) {
    if (mode != RunMode.SANDBOX) {
      throw new IllegalStateException("fixed secrets are for the sandbox only");
    }
    insert(clientId, SecretHash.sha256(secret), null, null);
  }

  /** Keeps a secret that somebody else chose. */
  void keep(String clientId, String secret, Instant expiry) {
    insert(clientId, SecretHash.sha256(secret), null, expiry);
  }

  void keepImported(String clientId, ImportedHash hash) {
    insert(clientId, "", hash.text(), clock.instant().plus(settings.secretLife()));
  }

  /** Ends a live secret now; false if it is none. */
  boolean end(String clientId, long id) {
    return end(clientId, id, thisMillisecond());
  }

  /** Ends all live secrets of a client now. */
  void endAll(String clientId) {
    Timestamp now = Timestamp.from(thisMillisecond());
    db.update(END, now, clientId, now);
  }

  /** As the column keeps it; rounded up, an end would be a moment ahead. */
  private Instant thisMillisecond() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private boolean end(String clientId, long id, Instant at) {
    Timestamp now = Timestamp.from(clock.instant());
    return db.update(END + " AND id = ?", Timestamp.from(at), clientId, now, id) == 1;
  }

  /** The live secret of the client that this is. The same work, whatever the answer. */
  Optional<KeptSecret> proven(String clientId, String secret) {
    return SecretHash.find(liveOf(clientId), secret);
  }

  /** Keeps the fast hash of a secret that has proved to be the one of a slow hash. */
  void upgrade(KeptSecret kept, String secret) {
    if (kept.imported() != null) {
      db.update(UPGRADE, SecretHash.sha256(secret), kept.id(), kept.imported());
    }
  }

  /** Whether it is time to warn of a secret's end. */
  boolean endsSoon(KeptSecret secret) {
    Instant horizon = clock.instant().plus(settings.secretWarning());
    return secret.expiresAt().filter(e -> !e.isAfter(horizon)).isPresent();
  }

  List<ClientSecret> of(String clientId) {
    return db
        .query(SELECT + " WHERE client_id = ? ORDER BY id", (rs, i) -> kept(rs), clientId)
        .stream()
        .map(this::told)
        .toList();
  }

  Map<String, List<ClientSecret>> live() {
    Timestamp now = Timestamp.from(clock.instant());
    return db.query(SELECT + " WHERE " + LIVE + " ORDER BY id", (rs, i) -> kept(rs), now).stream()
        .map(this::told)
        .collect(Collectors.groupingBy(ClientSecret::clientId));
  }

  private ClientSecret told(KeptSecret kept) {
    boolean ended = kept.expiresAt().filter(e -> !e.isAfter(clock.instant())).isPresent();
    ClientSecret.State state =
        ended
            ? ClientSecret.State.ENDED
            : endsSoon(kept) ? ClientSecret.State.ENDS_SOON : ClientSecret.State.LIVE;
    return new ClientSecret(kept.id(), kept.clientId(), kept.createdAt(), kept.expiresAt(), state);
  }

  private List<KeptSecret> liveOf(String clientId) {
    String sql = SELECT + " WHERE client_id = ? AND " + LIVE + " ORDER BY id";
    return db.query(sql, (rs, i) -> kept(rs), clientId, Timestamp.from(clock.instant()));
  }

  private void insert(
      String clientId, String sha256, @Nullable String imported, @Nullable Instant expiry) {
    db.update(
        INSERT,
        clientId,
        sha256,
        imported,
        Timestamp.from(clock.instant()),
        expiry == null ? null : Timestamp.from(expiry));
  }

  private static KeptSecret kept(ResultSet rs) throws SQLException {
    return new KeptSecret(
        rs.getLong("id"),
        rs.getString("client_id"),
        rs.getString("sha256"),
        rs.getString("imported"),
        rs.getTimestamp("created_at").toInstant(),
        Optional.ofNullable(rs.getTimestamp("expires_at")).map(Timestamp::toInstant));
  }
}
