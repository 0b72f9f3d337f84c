package io.bcda.store;

import java.util.Optional;
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

  /** Whether a coding with this system and code, which may be empty, is meant. */
  boolean matches(String itsSystem, String itsCode) {
    return (system == null || system.equals(itsSystem))
        && (code == null ? !(itsSystem + itsCode).isEmpty() : code.equals(itsCode));
  }

  String text() {
    String behind = code == null ? "" : EscapedText.escape(code);
    return system == null ? behind : EscapedText.escape(system) + "|" + behind;
  }
}
