package io.bcda.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a secret.
 *
 * <p>A plain SHA-256, and no slow password hash: a secret is 256 random bits of our own making, so
 * that whoever reads the table gains nothing by guessing, however fast, and a token costs
 * microseconds. Salt would hide equal secrets, and there are none. No key is mixed in, so that
 * replacing the key-encryption key does not lock every client out. The sandbox's fixed secrets are
 * published anyway.
 *
 * <p>An {@link ImportedHash} is slow until its secret is used. So time tells that a client was
 * imported and has not come yet; of all others it tells nothing, not even whether they exist.
 */
final class SecretHash {
  /** Longer ones are nobody's: ours have 64 bytes, BCDA's 80. */
  private static final int MOST_BYTES = 256;

  private static final String NOBODYS = sha256("no client has this secret");

  private SecretHash() {}

  /** The one of these that is kept of this secret. */
  static Optional<KeptSecret> find(List<KeptSecret> kept, String secret) {
    if (secret.length() > MOST_BYTES
        || secret.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      return Optional.empty(); // whoever it is; nothing is hashed
    }
    String given = sha256(secret);
    Optional<KeptSecret> found = Optional.empty();
    isSame(NOBODYS, given); // without a client, as much as with one
    for (KeptSecret one : kept) { // to the end: the time tells nothing of which one matched
      if (isSame(one.sha256(), given) | isImported(one.imported(), secret)) {
        found = Optional.of(one);
      }
    }
    return found;
  }

  private static boolean isImported(@Nullable String hash, String secret) {
    return hash != null && ImportedHash.parse(hash).isOf(secret);
  }

  private static boolean isSame(String hash, String other) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
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
