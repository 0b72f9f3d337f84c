package io.bcda.api;

import io.bcda.store.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client holds of a search, to ask for its further pages. HAPI keeps the search under a hash
 * of it and of the ACO: with another ACO's token it leads to nothing, as one that nobody ever had.
 *
 * @param text for the client
 * @param kind what was searched
 * @param made when, whole seconds
 */
record PagingId(String text, ResourceKind kind, Instant made) {
  private static final Pattern FORM = Pattern.compile("([PCE])([0-9a-f]{8})-[A-Za-z0-9_-]{22}");
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** A new one, which cannot be guessed. */
  static PagingId fresh(ResourceKind kind, Instant now, SecureRandom source) {
    byte[] random = new byte[16];
    source.nextBytes(random);
    String text =
        "%s%08x-%s".formatted(kind.code(), now.getEpochSecond(), BASE64.encodeToString(random));
    return new PagingId(text, kind, Instant.ofEpochSecond(now.getEpochSecond()));
  }

  /** Empty for what cannot be one. */
  static Optional<PagingId> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Arrays.stream(ResourceKind.values())
        .filter(kind -> kind.code().equals(form.group(1)))
        .map(k -> new PagingId(text, k, Instant.ofEpochSecond(Long.parseLong(form.group(2), 16))))
        .findFirst();
  }

  /** Under which HAPI keeps it; kind and time are in the hash, and so cannot be changed. */
  String storedFor(String aco) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] both = (aco + "\n" + text).getBytes(StandardCharsets.UTF_8);
      return BASE64.encodeToString(sha.digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }
}
