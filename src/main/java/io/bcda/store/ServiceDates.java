package io.bcda.store;

import java.util.Objects;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.ExplanationOfBenefit.ItemComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Type;

/**
 * Whether the dates from which a claim's service date is taken can be true. Dates that the server
 * does not reckon with are the sender's.
 */
final class ServiceDates {
  private static final int DAY = "2024-03-31".length();

  private ServiceDates() {}

  /**
   * Whether the billable period ends before it starts (FHIR R4, invariant per-1). Two instants are
   * compared as such; else the parts that both dates have, as written: 2024-03-31 to 2024-03 is no
   * fault.
   */
  static boolean areReversed(ExplanationOfBenefit claim) {
    String start = text(claim.getBillablePeriod().getStartElement());
    String end = text(claim.getBillablePeriod().getEndElement());
    if (start.isEmpty() || end.isEmpty()) {
      return false;
    }
    if (start.length() > DAY && end.length() > DAY) {
      return claim.getBillablePeriod().getEnd().before(claim.getBillablePeriod().getStart());
    }
    int shared = Math.min(DAY, Math.min(start.length(), end.length()));
    return end.substring(0, shared).compareTo(start.substring(0, shared)) < 0;
  }

  /**
   * Whether one is outside the years 1900 to 2199: no claim is older, and what stands for "no date"
   * elsewhere (1000-01-01, 9999-12-31) must not become a service date, which decides what a runout
   * holds. Of a claim that is billed for a period only that is looked at. {@link JsonForm} leaves
   * other years to HAPI, so that claims which are not parsed have none of them.
   */
  static boolean areImpossible(ExplanationOfBenefit claim) {
    Period billed = claim.getBillablePeriod();
    Stream<BaseDateTimeType> dates =
        billed.hasStart() || billed.hasEnd()
            ? dates(billed)
            : claim.getItem().stream().flatMap(ServiceDates::served);
    return dates.map(ServiceDates::text).anyMatch(d -> !d.isEmpty() && !isPossible(d));
  }

  private static boolean isPossible(String date) {
    return date.compareTo("1900") >= 0 && date.compareTo("2200") < 0;
  }

  private static Stream<BaseDateTimeType> served(ItemComponent item) {
    Type serviced = item.getServiced();
    if (serviced instanceof Period period) {
      return dates(period);
    }
    return serviced instanceof BaseDateTimeType date ? Stream.of(date) : Stream.empty();
  }

  private static Stream<BaseDateTimeType> dates(Period period) {
    return Stream.of(period.getStartElement(), period.getEndElement());
  }

  private static String text(BaseDateTimeType date) {
    return Objects.requireNonNullElse(date.getValueAsString(), "");
  }
}
