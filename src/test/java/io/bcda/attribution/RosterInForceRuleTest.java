package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.aco.TestModels;
import io.bcda.attribution.AttributionSettings.CountRule;
import io.bcda.attribution.AttributionSettings.MbiFormRule;
import io.bcda.attribution.AttributionSettings.SyntheticMbi;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosterInForceRuleTest {
  private static final Instant DECEMBER = Instant.parse("2025-12-20T00:00:00Z");
  private static final Instant JANUARY = Instant.parse("2026-01-05T00:00:00Z");
  static final AttributionSettings SETTINGS =
      new AttributionSettings(
          CountRule.EXACT,
          MbiFormRule.REJECT,
          SyntheticMbi.ALLOW,
          PreferenceFile.TrailerRule.REQUIRED,
          Duration.ofDays(45),
          2_000_000,
          null,
          Duration.ofDays(50),
          Duration.ofDays(180),
          null);

  @ParameterizedTest
  @CsvSource({
    // kind, performance year, file, now, state, valid until
    "CURRENT, 2026, 2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z, CURRENT, 2026-04-20T00:00:00Z",
    "CURRENT, 2026, 2026-03-01T00:00:00Z, 2026-04-20T00:00:00Z, CURRENT, 2026-04-20T00:00:00Z",
    "CURRENT, 2026, 2026-03-01T00:00:00Z, 2026-04-20T00:00:00.001Z, STALE, 2026-04-20T00:00:00Z",
    "CURRENT, 2025, 2025-12-20T00:00:00Z, 2025-12-31T23:59:59.999Z, CURRENT, 2025-12-31T23:59:59.999Z",
    "CURRENT, 2025, 2025-12-20T00:00:00Z, 2026-01-01T00:00:00Z, AWAITING, 2025-12-31T23:59:59.999Z",
    "CURRENT, 2027, 2026-12-20T00:00:00Z, 2026-12-21T00:00:00Z, AWAITING, 2027-02-08T00:00:00Z",
    "CURRENT, 2024, 2024-02-29T12:00:00Z, 2024-02-29T12:00:00Z, CURRENT, 2024-04-19T12:00:00Z",
    "RUNOUT, 2025, 2026-02-15T00:00:00Z, 2026-08-14T00:00:00Z, CURRENT, 2026-08-14T00:00:00Z",
    "RUNOUT, 2025, 2026-02-15T00:00:00Z, 2026-08-14T00:00:01Z, EXPIRED, 2026-08-14T00:00:00Z",
    "RUNOUT, 2025, 2026-11-15T00:00:00Z, 2026-12-31T23:59:59Z, CURRENT, 2026-12-31T23:59:59.999Z",
    "RUNOUT, 2025, 2026-11-15T00:00:00Z, 2027-01-01T00:00:00Z, AWAITING, 2026-12-31T23:59:59.999Z",
    "RUNOUT, 2026, 2026-11-15T00:00:00Z, 2026-12-01T00:00:00Z, AWAITING, 2027-05-14T00:00:00Z"
  })
  void givenRosterAndNow_whenJudged_thenStateAndEnd(
      RosterKind kind, int year, Instant file, Instant now, AttributionState state, Instant until) {
    RosterValidity validity = judge(kind, year, file, now);
    assertThat(validity.state()).isEqualTo(state);
    assertThat(validity.validUntil()).contains(until);
  }

  @Test
  void givenNoRoster_whenJudged_thenNeverWithoutAnEnd() {
    RosterValidity validity =
        new RosterInForceRule(SETTINGS, Clock.systemUTC())
            .judge(TestModels.shipped("SSP"), RosterKind.RUNOUT, Optional.empty());
    assertThat(validity.state()).isEqualTo(AttributionState.NEVER);
    assertThat(validity.validUntil()).isEmpty();
    assertThat(validity.sentence()).contains("No runout attribution has been delivered");
  }

  @Test
  void givenEndedParticipationWithoutARosterOfItsTime_whenJudged_thenItSaysSo() {
    Participation ended =
        new Participation(
            LocalDate.parse("2025-06-30"), Participation.Bound.ENDED, Participation.Bound.ENDED);
    RosterValidity validity =
        new RosterInForceRule(SETTINGS, Clock.systemUTC())
            .judgeBounded(ended, RosterKind.CURRENT, Optional.empty());
    assertThat(validity.state()).isEqualTo(AttributionState.NEVER);
    assertThat(validity.isUsable()).isFalse();
    assertThat(validity.sentence())
        .contains("ended on 2025-06-30")
        .contains("no current attribution of a file up to that day has been delivered");
  }

  @Test
  void givenJanuaryWithoutNewRoster_whenRequired_thenRefusedWithWhatIsMissingSinceWhen() {
    RosterValidity validity = judge(RosterKind.CURRENT, 2025, DECEMBER, JANUARY);
    assertThatThrownBy(validity::require)
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.NO_ATTRIBUTION))
        .hasMessageContaining("No attribution for performance year 2026")
        .hasMessageContaining("missing since 2026-01-01T00:00:00Z");
    assertThat(judge(RosterKind.RUNOUT, 2024, DECEMBER, JANUARY).sentence())
        .contains("No runout attribution for performance year 2025")
        .contains("missing since 2026-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({"SSP, 2025, true", "SSP, 2024, false", "SSP, , false", "CKCC, 2025, false"})
  void givenJanuaryWithoutNewRoster_whenJudged_thenRunoutIsNamedOnlyIfItWorks(
      String model, Integer runoutYear, boolean works) {
    Optional<Roster> runout =
        Optional.ofNullable(runoutYear)
            .map(year -> roster(RosterKind.RUNOUT, year, JANUARY, JANUARY));
    RosterValidity validity =
        rule(JANUARY)
            .judgeCurrent(
                TestModels.shipped(model),
                Optional.of(roster(RosterKind.CURRENT, 2025, DECEMBER, DECEMBER)),
                runout);
    assertThat(validity.state()).isEqualTo(AttributionState.AWAITING);
    assertThat(validity.sentence().contains("Group/runout has last year's people"))
        .isEqualTo(works);
  }

  @Test
  void givenOldFile_whenJudged_thenSinceWhenANewerOneIsMissing() {
    Instant file = Instant.parse("2026-03-01T00:00:00Z");
    Instant late = Instant.parse("2026-08-30T00:00:00Z");
    assertThat(judge(RosterKind.CURRENT, 2026, file, late).sentence())
        .contains("older than 50 days", "missing since 2026-04-20T00:00:00Z");
    assertThat(judge(RosterKind.RUNOUT, 2025, file, late).sentence())
        .contains("older than 180 days", "no longer available since 2026-08-28T00:00:00Z");
  }

  @Test
  void givenUsableRoster_whenRequired_thenNothing() {
    Instant file = Instant.parse("2026-03-01T00:00:00Z");
    assertThatCode(() -> judge(RosterKind.CURRENT, 2026, file, file).require())
        .doesNotThrowAnyException();
  }

  private static RosterValidity judge(RosterKind kind, int year, Instant file, Instant now) {
    return rule(now)
        .judge(TestModels.shipped("SSP"), kind, Optional.of(roster(kind, year, file, now)));
  }

  private static Roster roster(RosterKind kind, int year, Instant file, Instant loaded) {
    return new Roster(1, "A0001", kind, year, file, 10, loaded);
  }

  private static RosterInForceRule rule(Instant now) {
    return new RosterInForceRule(SETTINGS, Clock.fixed(now, ZoneOffset.UTC));
  }
}
