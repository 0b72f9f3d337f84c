package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class LoadTallyTest {
  private static final LoadingSettings TEN_AND_A_TENTH =
      new LoadingSettings(
          200,
          2,
          DataSize.ofMegabytes(16),
          10,
          0.1,
          5,
          LoadingSettings.Repeat.SKIP,
          LoadingSettings.Writer.ROWS,
          0,
          LoadingSettings.Nodes.IN_TURN,
          false);

  private final LoadTally tally = new LoadTally(1000, TEN_AND_A_TENTH);

  @Test
  void givenManyBadLinesButFewOfAll_whenCounted_thenTheLoadGoesOn() {
    good(200);
    bad(22); // 22 of 222 is 9.9 %
    assertThat(tally.ended()).isEmpty();
    bad(1); // 23 of 223 is 10.3 %
    assertThat(tally.ended()).map(LoadEnd::state).contains(LoadState.STOPPED);
  }

  @Test
  void givenOnlyBadLines_whenCounted_thenTheElevenththStops() {
    bad(10);
    assertThat(tally.ended()).isEmpty();
    bad(1);
    assertThat(tally.ended()).map(LoadEnd::state).contains(LoadState.STOPPED);
  }

  @Test
  void givenTwoReasonsToEnd_whenAsked_thenTheFirst() {
    tally.end(LoadEnd.interrupted());
    tally.end(LoadEnd.failed(new IllegalStateException("secret")));
    assertThat(tally.ended()).contains(LoadEnd.interrupted());
  }

  @Test
  void givenFault_whenItEndsALoad_thenItsMessageIsNotShown() {
    String detail = LoadEnd.failed(new IllegalStateException("HAPI-0550: 1S00E00AA01")).detail();
    assertThat(detail).contains("HAPI-0550 IllegalStateException").doesNotContain("1S00E00AA01");
  }

  @Test
  void givenOutcomes_whenCounted_thenEachUnderItsName() {
    tally.count(WriteOutcome.CREATED);
    tally.count(WriteOutcome.UPDATED);
    tally.count(WriteOutcome.UPDATED);
    tally.count(WriteOutcome.UNCHANGED);
    tally.refuse(new RefusedLine(9, LineReason.BAD_ID, null));
    tally.refuse(new RefusedLine(4, LineReason.NOT_JSON, null));
    assertThat(tally.counts()).isEqualTo(new LoadCounts(1000, 1, 2, 1, 2));
    assertThat(tally.refused()).extracting(RefusedLine::line).containsExactly(4L, 9L);
  }

  private void good(int lines) {
    for (int i = 0; i < lines; i++) {
      tally.count(WriteOutcome.CREATED);
    }
  }

  private void bad(int lines) {
    for (int i = 0; i < lines; i++) {
      tally.refuse(new RefusedLine(i + 1, LineReason.NOT_JSON, null));
    }
  }
}
