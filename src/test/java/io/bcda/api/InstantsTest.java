package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class InstantsTest {
  @Test
  void givenADayBelowTen_whenWrittenForHttp_thenTwoDigits() {
    // The example of RFC 9110 section 5.6.7.
    assertThat(Instants.http(Instant.parse("1994-11-06T08:49:37Z")))
        .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Test
  void givenAWholeSecond_whenWrittenForFhir_thenMillisecondsAllTheSame() {
    assertThat(Instants.fhir(Instant.parse("2026-11-06T08:49:37Z")))
        .isEqualTo("2026-11-06T08:49:37.000Z");
  }
}
