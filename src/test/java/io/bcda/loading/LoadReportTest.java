package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  private static final LoadCounts COUNTS = new LoadCounts(10, 3, 2, 4, 1);

  @Test
  void givenLoadWithABadLine_whenWritten_thenCountsAndLine() {
    LoadReport report =
        LoadReport.of(
                "a.ndjson",
                "ab12",
                LoadEnd.done(),
                COUNTS,
                List.of(new RefusedLine(7, LineReason.NOT_JSON, "column 3")))
            .took(Duration.ofMillis(1500));
    assertThat(report.text())
        .isEqualTo(
            """
            Claims file: a.ndjson
            SHA-256: ab12
            Result: DONE
            Lines: 10
            Created: 3
            Updated: 2
            Unchanged: 4
            Deleted: 0
            Refused: 1
            Seconds: 1.5

            Refused lines:
            line 7: not valid JSON (column 3)
            """);
  }

  @Test
  void givenMoreBadLinesThanListed_whenWritten_thenItSaysSo() {
    LoadReport report =
        LoadReport.of(
            "a",
            "ab",
            new LoadEnd(LoadState.STOPPED, "too many bad lines"),
            new LoadCounts(10, 0, 0, 0, 5),
            List.of(new RefusedLine(1, LineReason.BAD_ID, null)));
    assertThat(report.text())
        .contains("Reason: too many bad lines\n", "Refused lines, the first 1:\nline 1: id is");
    assertThat(report.summary())
        .isEqualTo(
            "STOPPED; too many bad lines; 10 lines: 0 created, 0 updated, 0 unchanged, 0 deleted, 5 refused");
  }

  @Test
  void givenLinesWithoutOutcome_whenSaidToBeDone_thenImpossible() {
    assertThatThrownBy(
            () ->
                LoadReport.of("a", "ab", LoadEnd.done(), new LoadCounts(10, 9, 0, 0, 0), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LoadCounts(1, 1, 1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenProgress_whenAsked_thenPercentOfTheLines() {
    assertThat(new LoadProgress("a", new LoadCounts(8, 1, 0, 0, 1)).percent()).isEqualTo(25);
    assertThat(new LoadProgress("a", LoadCounts.none()).percent()).isEqualTo(100);
  }
}
