package io.bcda.attribution;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a preference file says, for example {@code
 * T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000009}: test or production, and date and time in UTC to the
 * tenth of a second.
 */
record PreferenceName(Environment environment, Instant fileTime) {
  private static final Pattern NAME =
      Pattern.compile(
          "(?<environment>[TP])#EFT\\.ON\\.ACO\\.NGD1800\\.DPRF"
              + "\\.D(?<date>\\d{6})\\.T(?<time>\\d{7})");

  /** What a file is meant for. */
  enum Environment {
    TEST,
    PRODUCTION
  }

  /**
   * Reads a file's name; empty if it is not that of a preference file.
   *
   * @throws io.bcda.refusal.Refusal if it is such a name with an impossible date
   */
  static Optional<PreferenceName> of(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new PreferenceName(
            "P".equals(parts.group("environment")) ? Environment.PRODUCTION : Environment.TEST,
            DeliveryName.timestamp(
                parts.group("date"), parts.group("time"), "The preference file's name")));
  }
}
