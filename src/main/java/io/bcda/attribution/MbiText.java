package io.bcda.attribution;

import java.nio.charset.StandardCharsets;

/** An MBI as it stands in the bytes of a file. */
final class MbiText {
  private MbiText() {}

  /**
   * The MBI without what is blank around it; empty if there is none.
   *
   * @param from first byte
   * @param to one past the last byte
   * @param field in which it stands, for the sentence of a refusal
   * @throws io.bcda.refusal.Refusal if a character cannot be an MBI's
   */
  static String of(byte[] bytes, int from, int to, String field, FileLine line) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        throw line.refused("has a character outside ASCII in " + field);
      }
    }
    String value = new String(bytes, from, to - from, StandardCharsets.US_ASCII).trim();
    if (value.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw line.refused("has a blank or control character within " + field);
    }
    return value;
  }
}
