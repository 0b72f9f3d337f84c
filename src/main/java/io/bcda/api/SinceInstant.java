package io.bcda.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads FHIR's instant: date, time to the second at least, and a zone. */
final class SinceInstant {
  // A plus that was not percent-encoded arrives as a space; nothing else can stand there.
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2})(\\.\\d{1,9})?\\d{0,20}"
              + "(Z|[+\\- ](?:0\\d|1[0-4]):[0-5]\\d)");

  private SinceInstant() {}

  /** The moment; empty if the text is no instant. Digits beyond nanoseconds are dropped. */
  static Optional<Instant> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches() || (m.group(2) == null && m.end(1) != m.start(3))) {
      return Optional.empty();
    }
    String fraction = m.group(2) == null ? "" : m.group(2);
    try {
      return Optional.of(
          OffsetDateTime.parse(m.group(1) + fraction + m.group(3).replace(' ', '+')).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
