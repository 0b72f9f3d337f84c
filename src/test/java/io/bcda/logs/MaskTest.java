package io.bcda.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final String JWT = "eyJhbGciOiJSUzM4NCJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";

  @ParameterizedTest
  @ValueSource(
      strings = {"1S00E00AA00", "1S00-E00-AA00", "1s00e00aa00", "1EG4TE5MK73", "1eg4-te5-mk73"})
  void givenAnMbi_whenWritten_thenNothingOfItIsLeft(String mbi) {
    assertThat(Mask.of(mbi)).isEqualTo("[mbi]");
    assertThat(Mask.holdsPerson("x=" + mbi)).isTrue();
    assertThat(Mask.holdsPerson("x=0" + mbi)).isFalse();
    assertThat(Mask.of("no Patient for " + mbi + ", left out"))
        .isEqualTo("no Patient for [mbi], left out");
    assertThat(Mask.of("mbi=\"" + mbi + "\"")).isEqualTo("mbi=\"[mbi]\"");
    assertThat(Mask.of(mbi + " " + mbi + "|" + mbi)).isEqualTo("[mbi] [mbi]|[mbi]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456789A", "123456789B1", "123456789TA"})
  void givenAnHicn_whenWritten_thenNothingOfItIsLeft(String hicn) {
    assertThat(Mask.of("of " + hicn + ".")).isEqualTo("of [mbi].");
  }

  @Test
  void givenAClaimsPlace_whenWritten_thenItsTypeIsLeft() {
    assertThat(Mask.of("Processed read on ExplanationOfBenefit/carrier--1 and Patient/2/_history"))
        .isEqualTo("Processed read on ExplanationOfBenefit/[id] and Patient/[id]/_history");
    assertThat(Mask.of("GET /api/v2/Patient/$export")).contains("Patient/$export");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization: Bearer JWT|Authorization: Bearer [secret]",
        "authorization=[bearer JWT]|authorization=[bearer [secret]]",
        "Authorization=Bearer%20JWT|Authorization=Bearer%20[secret]",
        "token JWT is old|token [secret] is old",
        "client_assertion=JWT&grant_type=x|client_assertion=[secret]&grant_type=x",
        "{\"access_token\":\"short\",\"scope\":\"s\"}|{\"access_token\":\"[secret]\",\"scope\":\"s\"}",
        "client_secret=open%20sesame&a=b|client_secret=[secret]&a=b",
        "password: 'hunter2'|password: '[secret]'",
        "bcda.auth.key-encryption-key=MDEyMzQ1Njc4OWFiY2RlZg==|bcda.auth.key-encryption-key=[secret]",
        "Basic aWQ6c2VjcmV0LW9mLWEtY2xpZW50|Basic [secret]",
        "secret HEX was given|secret [secret] was given",
      })
  void givenCredentials_whenWritten_thenNothingOfThemIsLeft(String written, String kept) {
    assertThat(Mask.of(written.replace("JWT", JWT).replace("HEX", HEX))).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-30T15:53:59.344Z  INFO [main] i.b.export.JobRunner : slice written",
        "job=5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01 slice=12 bytes=1234567890 ms=123456789",
        "file=T.BCD.A0001.ZCY26.D260301.T1000000 outcome=LOADED",
        "kid=3f9c2a7e ACO A0001 of model SSP",
        "use Basic authentication with id and secret",
        "org.postgresql.util.PSQLException: ERROR: relation \"hfj_resource\" does not exist",
        "\tat io.bcda.export.JobRunner.lambda$run$0(JobRunner.java:123)",
        "tokens_not_before is null",
      })
  void givenAnEntryAsItShouldBe_whenWritten_thenItStays(String entry) {
    assertThat(Mask.of(entry)).isSameAs(entry);
  }

  /** A pattern that goes back over what it has read would take hours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "a",
        "1S00",
        "1S00-",
        "eyJ",
        "eyJaaaaaaaa.",
        "Bearer ",
        "password",
        "password= ",
        "\"",
        "key-encryption-key ",
        "0",
        "basic    ",
      })
  void givenALongRepetition_whenWritten_thenInTimeThatGrowsWithItsLength(String unit) {
    String text = unit.repeat(200_000 / unit.length());
    long begin = System.nanoTime();
    Mask.of(text);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void givenAnEntry_whenMasked_thenItCostsMicroseconds() {
    String entry =
        "2026-11-30T15:53:59.344Z  INFO [batch2-worker-1] i.b.export.SliceWriter : slice written"
            + " job=5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01 slice=12 bytes=1234567890";
    for (int i = 0; i < 20_000; i++) {
      Mask.of(entry);
    }
    long begin = System.nanoTime();
    for (int i = 0; i < 20_000; i++) {
      Mask.of(entry);
    }
    long each = (System.nanoTime() - begin) / 20_000;
    assertThat(each).isLessThan(200_000);
  }
}
