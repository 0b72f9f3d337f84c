package io.bcda.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How moments are written. */
final class Instants {
  private static final DateTimeFormatter FHIR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  // RFC 9110 section 5.6.7; RFC_1123_DATE_TIME writes days below ten with one digit.
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Instants() {}

  /** A FHIR instant in UTC, to the millisecond. */
  static String fhir(Instant at) {
    return FHIR.format(at);
  }

  /** An HTTP-date. */
  static String http(Instant at) {
    return HTTP.format(at);
  }
}
