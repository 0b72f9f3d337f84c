package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineSniffTest {
  @Test
  void givenKeysInAnyOrder_whenSniffed_thenTypeAndIdOfTheTopLevelOnly() {
    LineSniff sniff =
        sniff(
            """
            {"contained":[{"resourceType":"Organization","id":"o"}],"id":"e1","x":{"id":"y"},\
            "resourceType":"ExplanationOfBenefit"}""");
    assertThat(sniff).isEqualTo(new LineSniff("ExplanationOfBenefit", "e1"));
    assertThat(sniff.isPatient()).isFalse();
  }

  @Test
  void givenSameResourceTwice_whenRouted_thenToTheSameWriter() {
    assertThat(sniff(TestLines.claim("c1", "p1")).route())
        .isEqualTo(sniff(TestLines.claim("c1", "p2")).route());
    assertThat(sniff(TestLines.patient("p1", "1S00E00AA01")).isPatient()).isTrue();
  }

  @Test
  void givenRubbish_whenSniffed_thenNothingIsSeen() {
    assertThat(sniff("")).isEqualTo(new LineSniff(null, null));
    assertThat(sniff("[1]")).isEqualTo(new LineSniff(null, null));
    assertThat(sniff("{\"resourceType\":\"Patient\",\"id"))
        .isEqualTo(new LineSniff("Patient", null));
    assertThat(sniff("{\"resourceType\":5,\"id\":[1]}")).isEqualTo(new LineSniff(null, null));
  }

  private static LineSniff sniff(String line) {
    return LineSniff.of(TestLines.line(line));
  }
}
