package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollPaceTest {
  @ParameterizedTest
  @CsvSource({
    // age, percent, seconds
    "0,    0,   1",
    "9,    0,   1",
    "25,   0,   2",
    "60,   10,  6",
    "300,  50,  30",
    "600,  0,   60",
    "600,  20,  60",
    "7200, 30,  60",
    "600,  95,  31", // the end is near
    "7200, 99,  60",
    "100,  99,  1",
    "-5,   0,   1", // a clock went back
  })
  void givenAJob_whenPolled_thenThePauseIsInItsProportion(long age, int percent, long seconds) {
    assertThat(PollPace.pause(Duration.ofSeconds(age), percent))
        .isEqualTo(Duration.ofSeconds(seconds));
  }
}
