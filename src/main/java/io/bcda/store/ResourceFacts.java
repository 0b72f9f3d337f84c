package io.bcda.store;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.ExplanationOfBenefit.ItemComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * What the index keeps of a resource.
 *
 * @param patientRef {@code Patient/<id>} of a Coverage or ExplanationOfBenefit; null for a Patient,
 *     or when it refers to none
 * @param serviceEnd the service date of an ExplanationOfBenefit (design section 4, "runout"); null
 *     when it has none
 * @param hidden whether an ExplanationOfBenefit is kept from ACOs, for its codes; no other type is
 * @param mbis all MBIs of a Patient, current and historic
 */
record ResourceFacts(
    ResourceKind kind,
    @Nullable String patientRef,
    @Nullable LocalDate serviceEnd,
    boolean hidden,
    Set<String> mbis) {
  static final String MBI_SYSTEM = "http://hl7.org/fhir/sid/us-mbi";

  /**
   * The facts of a resource; empty for a type that is not indexed.
   *
   * @param sensitive judges a claim by its codes
   */
  static Optional<ResourceFacts> of(
      IBaseResource resource, Predicate<ExplanationOfBenefit> sensitive) {
    if (resource instanceof Patient patient) {
      return Optional.of(new ResourceFacts(ResourceKind.PATIENT, null, null, false, mbis(patient)));
    }
    if (resource instanceof Coverage coverage) {
      return Optional.of(
          new ResourceFacts(
              ResourceKind.COVERAGE, patient(coverage.getBeneficiary()), null, false, Set.of()));
    }
    if (resource instanceof ExplanationOfBenefit eob) {
      return Optional.of(
          new ResourceFacts(
              ResourceKind.EXPLANATION_OF_BENEFIT,
              patient(eob.getPatient()),
              serviceEnd(eob),
              sensitive.test(eob),
              Set.of()));
    }
    return Optional.empty();
  }

  private static Set<String> mbis(Patient patient) {
    Set<String> mbis = new LinkedHashSet<>();
    for (Identifier identifier : patient.getIdentifier()) {
      if (MBI_SYSTEM.equals(identifier.getSystem()) && identifier.hasValue()) {
        mbis.add(identifier.getValue().trim());
      }
    }
    return mbis;
  }

  private static @Nullable String patient(Reference reference) {
    String id = reference.getReferenceElement().getIdPart();
    return id != null && "Patient".equals(reference.getReferenceElement().getResourceType())
        ? "Patient/" + id
        : null;
  }

  private static @Nullable LocalDate serviceEnd(ExplanationOfBenefit eob) {
    LocalDate billed = end(eob.getBillablePeriod());
    return billed != null
        ? billed
        : eob.getItem().stream()
            .map(ResourceFacts::serviced)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
  }

  private static @Nullable LocalDate serviced(ItemComponent item) {
    Type serviced = item.getServiced();
    if (serviced instanceof Period period) {
      return end(period);
    }
    return serviced instanceof BaseDateTimeType date ? utc(date) : null;
  }

  private static @Nullable LocalDate end(Period period) {
    List<BaseDateTimeType> dates =
        Stream.of(period.getEndElement(), period.getStartElement())
            .map(BaseDateTimeType.class::cast)
            .filter(d -> d.getValue() != null)
            .toList();
    return dates.isEmpty() ? null : utc(dates.get(0));
  }

  private static LocalDate utc(BaseDateTimeType date) {
    Date value = date.getValue();
    return value.toInstant().atZone(ZoneOffset.UTC).toLocalDate();
  }
}
