package io.bcda.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * The secrets of clients, as hashes.
 *
 * <p>A plain SHA-256, and no slow password hash: a secret is 256 random bits of our own making, so
 * that whoever reads the table gains nothing by guessing, however fast, and a token costs
 * microseconds. Salt would hide equal secrets, and there are none. No key is mixed in, so that
 * replacing the key-encryption key does not lock every client out. The sandbox's fixed secrets are
 * published anyway.
 */
@Repository
class SecretStore {
  private static final int BYTES = 32;
  private static final String NOBODYS = sha256("no client has this secret");
  private static final String INSERT =
      """
      INSERT INTO auth_client_secret(client_id, sha256, created_at, expires_at) VALUES (?,?,?,?)
      """;
  private static final String LIVE =
      """
      SELECT sha256 FROM auth_client_secret
       WHERE client_id = ? AND (expires_at IS NULL OR expires_at > ?)
      """;
  private final JdbcTemplate db;
  private final AuthSettings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  SecretStore(JdbcTemplate db, AuthSettings settings, Clock clock) {
    this.db = db;
    this.settings = settings;
    this.clock = clock;
  }

  /** Makes a secret beside those that the client has. */
  IssuedSecret issue(String clientId) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    // Hexadecimal: RFC 6749 section 2.3.1 has Basic credentials form-encoded, which few clients do.
    String secret = HexFormat.of().formatHex(bytes);
    Instant expiry = clock.instant().plus(settings.secretLife());
    insert(clientId, secret, expiry);
    return new IssuedSecret(clientId, secret, expiry);
  }

  /** Keeps a secret that was chosen by us and published, without an expiry. */
  void keepFixed(String clientId, String secret) {
    insert(clientId, secret, null);
  }

  /** Whether this is a live secret of the client. Takes the same work whatever the answer. */
  boolean matches(String clientId, String secret) {
    List<String> live =
        db.queryForList(LIVE, String.class, clientId, Timestamp.from(clock.instant()));
    return oneOf(live.isEmpty() ? List.of(NOBODYS) : live, secret) && !live.isEmpty();
  }

  static boolean oneOf(List<String> hashes, String secret) {
    byte[] given = sha256(secret).getBytes(StandardCharsets.US_ASCII);
    boolean found = false;
    for (String hash : hashes) { // to the end: the time tells nothing of which one matched
      found |= MessageDigest.isEqual(hash.getBytes(StandardCharsets.US_ASCII), given);
    }
    return found;
  }

  private void insert(String clientId, String secret, @Nullable Instant expiry) {
    db.update(
        INSERT,
        clientId,
        sha256(secret),
        Timestamp.from(clock.instant()),
        expiry == null ? null : Timestamp.from(expiry));
  }

  static String sha256(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
