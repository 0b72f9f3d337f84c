package io.bcda.store;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value of a token parameter (FHIR R4, Search, "token").
 *
 * @param system null for any; empty for none
 * @param code null for any
 */
record TokenText(@Nullable String system, @Nullable String code) {

  /** Empty if neither a system nor a code is named. */
  static Optional<TokenText> parse(String value) {
    int bar = EscapedText.find(value, '|', 0);
    String code = EscapedText.unescape(value.substring(bar + 1)).strip();
    String system = bar < 0 ? null : EscapedText.unescape(value.substring(0, bar)).strip();
    if (code.isEmpty()) {
      return system == null || system.isEmpty()
          ? Optional.empty()
          : Optional.of(new TokenText(system, null));
    }
    return Optional.of(new TokenText(system, code));
  }

  /**
   * The texts of all that mean a coding: by its code, by both, by its system.
   *
   * @param itsSystem may be empty, as may the code
   */
  static Stream<String> meaning(String itsSystem, String itsCode) {
    Stream<TokenText> byCode =
        itsCode.isEmpty()
            ? Stream.empty()
            : Stream.of(new TokenText(null, itsCode), new TokenText(itsSystem, itsCode));
    Stream<TokenText> bySystem =
        itsSystem.isEmpty() ? Stream.empty() : Stream.of(new TokenText(itsSystem, null));
    return Stream.concat(byCode, bySystem).map(TokenText::text);
  }

  String text() {
    String behind = code == null ? "" : EscapedText.escape(code);
    return system == null ? behind : EscapedText.escape(system) + "|" + behind;
  }
}
