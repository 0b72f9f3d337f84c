package io.bcda.sandbox;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * When the files of a world were made, UTC. All lie in the year of its date, not after its first
 * moment, and near enough that they are accepted (a file of more than 45 days is not) and in force
 * (a current roster lapses after 50 days, a runout one after 180).
 *
 * @param runout of the runout deliveries
 * @param earlier of the current deliveries of the first stage
 * @param later of the current deliveries of the second stage, after {@code earlier}
 */
record DeliveryTimes(LocalDateTime runout, LocalDateTime earlier, LocalDateTime later) {
  private static final LocalTime NIGHT = LocalTime.of(3, 0);
  private static final int RUNOUT_DAYS = 30;
  private static final int EARLIER_DAYS = 28;
  private static final int LATER_DAYS = 7;

  /**
   * On 1 January no earlier moment of the year is left: the later file is then made one second
   * after midnight.
   */
  static DeliveryTimes before(LocalDate asOf) {
    long days = ChronoUnit.DAYS.between(asOf.withDayOfYear(1), asOf);
    LocalDateTime midnight = asOf.atStartOfDay();
    if (days == 0) {
      return new DeliveryTimes(midnight, midnight, midnight.plusSeconds(1));
    }
    return new DeliveryTimes(
        at(asOf, Math.min(RUNOUT_DAYS, days)),
        at(asOf, Math.min(EARLIER_DAYS, days)),
        at(asOf, Math.min(LATER_DAYS, days - 1)));
  }

  LocalDateTime current(Stage stage) {
    return stage == Stage.FIRST ? earlier : later;
  }

  private static LocalDateTime at(LocalDate asOf, long daysBefore) {
    return daysBefore == 0 ? asOf.atStartOfDay() : asOf.minusDays(daysBefore).atTime(NIGHT);
  }
}
