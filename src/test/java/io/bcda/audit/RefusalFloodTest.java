package io.bcda.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.audit.RefusalFlood.Alike;
import io.bcda.audit.RefusalFlood.Held;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalFloodTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final Alike UNKNOWN =
      new Alike(AuditKind.TOKEN_REFUSED, null, null, "unknown client");
  private static final Alike KNOWN =
      new Alike(AuditKind.TOKEN_REFUSED, "A0001", "client", "wrong secret");
  private final RefusalFlood flood = new RefusalFlood();

  @Test
  void givenManyAlike_whenTheMinuteIsOver_thenTheOthersAreCountedOnce() {
    assertThat(admitted(UNKNOWN, 442, NOON)).isEqualTo(30);
    assertThat(flood.over(NOON.plusSeconds(59))).isEmpty();
    assertThat(flood.over(NOON.plusSeconds(60))).containsExactly(new Held(UNKNOWN, 412));
    assertThat(flood.over(NOON.plusSeconds(600))).isEmpty();
    assertThat(admitted(UNKNOWN, 31, NOON.plusSeconds(61))).isEqualTo(30);
  }

  @Test
  void givenAFlood_whenAnotherIsRefused_thenItsOwnIsToldAllTheSame() {
    admitted(UNKNOWN, 1000, NOON);
    assertThat(admitted(KNOWN, 2, NOON.plusSeconds(30))).isEqualTo(2);
    assertThat(flood.over(NOON.plusSeconds(60))).containsExactly(new Held(UNKNOWN, 970));
    assertThat(admitted(KNOWN, 40, NOON.plusSeconds(80))).isEqualTo(28);
    assertThat(flood.over(NOON.plusSeconds(90))).containsExactly(new Held(KNOWN, 12));
  }

  @Test
  void givenNoMoreThanAreTold_whenTheMinuteIsOver_thenNothingIsHeld() {
    assertThat(admitted(UNKNOWN, 30, NOON)).isEqualTo(30);
    assertThat(flood.over(Instant.MAX)).isEmpty();
  }

  private long admitted(Alike alike, int times, Instant now) {
    return IntStream.range(0, times).filter(i -> flood.admits(alike, now)).count();
  }
}
