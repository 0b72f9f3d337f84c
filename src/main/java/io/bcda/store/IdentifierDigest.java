package io.bcda.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An identifier that is looked for, as it may be kept: a person's is known by its hash only, so
 * that no record of a job holds an MBI.
 *
 * @param text the hash, or the system if identifiers of a whole system are looked for
 */
record IdentifierDigest(Of of, String text) {

  /** What is hashed. */
  enum Of {
    VALUE,
    PAIR,
    /** Nothing: the system says no more than which kind of identifier is meant. */
    SYSTEM
  }

  /** Empty if nothing is named. */
  static Optional<IdentifierDigest> asked(String value) {
    return TokenText.parse(value).map(IdentifierDigest::of);
  }

  private static IdentifierDigest of(TokenText token) {
    String system = token.system();
    String code = token.code();
    if (code == null) {
      return new IdentifierDigest(Of.SYSTEM, String.valueOf(system));
    }
    return system == null
        ? new IdentifierDigest(Of.VALUE, sha256(code))
        : new IdentifierDigest(Of.PAIR, sha256(system + "\0" + code));
  }

  /** One that was kept as {@link #kept}. */
  static Optional<IdentifierDigest> ofKept(String kept) {
    int colon = kept.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(
            new IdentifierDigest(
                Of.valueOf(kept.substring(0, colon)),
                EscapedText.unescape(kept.substring(colon + 1))));
  }

  String kept() {
    return of + ":" + EscapedText.escape(text);
  }

  /**
   * All that find an identifier, as they are kept.
   *
   * @param system empty for none
   * @param value not empty
   */
  static Stream<String> finding(String system, String value) {
    return Stream.of(
            new IdentifierDigest(Of.VALUE, sha256(value)),
            new IdentifierDigest(Of.PAIR, sha256(system + "\0" + value)),
            new IdentifierDigest(Of.SYSTEM, system))
        .map(IdentifierDigest::kept);
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
