package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bcda.bench.Pace.Sample;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final List<String> said = new ArrayList<>();

  @Test
  void givenLooksBetweenTheTenths_whenTold_thenEachTenthIsOnTheLineBetweenThem() {
    // 100 a second for half of it, then 50 a second at twice the cost; looked at seldom.
    Pace pace = pace(new Sample(7, 0, 1, 0), new Sample(12, 500, 2, 0), new Sample(22, 1000, 4, 0));

    assertThat(pace.look()).isEqualTo(500);
    assertThat(said).hasSize(5).last().asString().isEqualTo("500 of 1,000, at 100 a second");
    assertThat(pace.look()).isEqualTo(1000);

    assertThat(said).hasSize(10).last().asString().isEqualTo("1,000 of 1,000, at 50 a second");
    assertThat(pace.seconds()).isCloseTo(15, within(1e-9));
    assertThat(pace.growth()).isCloseTo(2, within(1e-9));
    assertThat(pace.table().lines()).hasSize(12).last().asString().contains("| 2.0 | 50.0 |");
  }

  @Test
  void givenACountThatGoesBySteps_whenTold_thenAStepIsTheWorkSinceTheOneBefore() {
    Pace pace =
        pace(
            new Sample(0, 0, 0, 0),
            new Sample(4, 0, 4, 0),
            new Sample(5, 500, 5, 0),
            new Sample(9, 500, 9, 0),
            new Sample(10, 1000, 10, 0));
    for (int look = 0; look < 4; look++) {
      pace.look();
    }

    assertThat(said).hasSize(10).allMatch(line -> line.endsWith("at 100 a second"));
    assertThat(pace.growth()).isCloseTo(1, within(1e-9));
  }

  @Test
  void givenNoProcessorTimes_whenCompared_thenByTheClock() {
    Pace pace = pace(new Sample(0, 0, 0, 0), new Sample(5, 500, 0, 0), new Sample(8, 1000, 0, 0));
    pace.look();
    pace.look();

    assertThat(pace.growth()).isCloseTo(0.6, within(1e-9));
  }

  private Pace pace(Sample... looks) {
    Iterator<Sample> next = List.of(looks).iterator();
    return new Pace(1000, next::next, said::add);
  }
}
