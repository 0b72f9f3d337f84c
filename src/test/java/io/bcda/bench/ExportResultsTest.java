package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.bench.ExportResults.What;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExportResultsTest {
  private final ExportResults results = new ExportResults();

  ExportResultsTest() {
    results.add(What.COPY, took(1));
    results.add(What.WARM, took(2));
  }

  @Test
  void givenColdRuns_whenTold_thenTheColdExportIsComparedWithTheColdCopy() {
    results.add(What.COLD_COPY, took(4));
    results.add(What.COLD, took(20));

    assertThat(results.table().lines())
        .anyMatch(line -> line.startsWith("| export, warm |") && line.endsWith("| 2.0 |"))
        .anyMatch(line -> line.startsWith("| export, cold |") && line.endsWith("| 5.0 |"));
    assertThat(results.budgets(512))
        .filteredOn(budget -> budget.promise().contains("cold"))
        .singleElement()
        .matches(budget -> !budget.holds() && budget.seen().equals("5.0"));
  }

  @Test
  void givenNoColdRuns_whenTold_thenTheRowSaysWhyAndNothingIsPromised() {
    results.notMeasured(What.COLD, "there is no cache");

    assertThat(results.table().lines())
        .filteredOn(line -> line.contains("cold"))
        .singleElement()
        .asString()
        .startsWith("| export, cold: not measured, as there is no cache | – |");
    assertThat(results.budgets(512)).noneMatch(budget -> budget.promise().contains("cold"));
  }

  @Test
  void givenWarmExports_whenTheGrowthIsTold_thenItHasWhatAResourceCostsAndTheHeap() {
    BenchTable growth = ExportResults.growthTable();

    results.growth(growth);

    assertThat(growth.toString().lines())
        .last()
        .isEqualTo("| 1,000 | 150 | 2.0 | 500 | 75.0 | 750 | 300 | – | 2.0 |");
  }

  /** A thousand resources of 150 megabytes, in so many seconds. */
  private static Measured took(long seconds) {
    return new Measured(
        1_000,
        150_000_000,
        Duration.ofSeconds(seconds),
        Duration.ofMillis(500),
        Optional.of(Duration.ofMillis(250)),
        Optional.of(300));
  }
}
