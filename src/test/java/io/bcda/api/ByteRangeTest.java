package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 14, its examples and its edges. */
class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-499,10000,0,499",
    "bytes=500-999,10000,500,999",
    "bytes=-500,10000,9500,9999",
    "bytes=9500-,10000,9500,9999",
    "bytes=0-0,10000,0,0",
    "bytes=-1,10000,9999,9999",
    "bytes=0-,1,0,0",
    "bytes=9999-20000,10000,9999,9999",
    "bytes=-20000,10000,0,9999",
    "bytes=0-99999999999999999999,10000,0,9999",
    "BYTES=1-2,10000,1,2",
    "' bytes = 1 - 2 ',10000,1,2",
  })
  void givenOneRange_whenParsed_thenInclusiveAndClamped(
      String header, long size, long first, long last) {
    assertThat(ByteRange.parse(header, size)).contains(new ByteRange(first, last));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-2",
        "bytes=1",
        "bytes=--1",
        "lines=0-5",
        "bytes=0-1,5-6",
        "bytes=0-0,-1"
      })
  void givenNoSingleRange_whenParsed_thenTheWholeFile(String header) {
    assertThat(ByteRange.parse(header, 10_000)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=10000-,10000",
    "bytes=10000-10001,10000",
    "bytes=-0,10000",
    "bytes=0-,0",
    "bytes=-5,0",
    "bytes=99999999999999999999-,10000"
  })
  void givenARangeOutsideTheFile_whenParsed_thenRefused(String header, long size) {
    assertThatThrownBy(() -> ByteRange.parse(header, size))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.RANGE_OUTSIDE_FILE));
  }

  @Test
  void givenARange_whenDescribed_thenLengthAndHeaderAgree() {
    ByteRange range = new ByteRange(0, 99);
    assertThat(range.length()).isEqualTo(100);
    assertThat(range.contentRange(12345)).isEqualTo("bytes 0-99/12345");
    assertThatThrownBy(() -> new ByteRange(5, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ByteRange(-1, 4)).isInstanceOf(IllegalArgumentException.class);
  }
}
