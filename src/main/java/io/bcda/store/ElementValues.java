package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.store.CanonicalResource.Excerpt;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Index values of single elements, remembered: claims have few types and few periods. Thread-safe.
 */
final class ElementValues {
  private static final int MOST = 20_000;
  private static final String SOMEBODY = "{\"reference\":\"Patient/x\"}";

  private final FhirContext fhir;
  private final IndexValues.Extraction extraction;
  private final Map<Excerpt, Known> known = new ConcurrentHashMap<>();

  ElementValues(FhirContext fhir, IndexValues.Extraction extraction) {
    this.fhir = fhir;
    this.extraction = extraction;
  }

  /**
   * What is known of one element.
   *
   * @param serviceEnd of a billablePeriod
   * @param sound whether it holds to every {@link ResourceRule}
   */
  record Known(IndexValues values, Optional<LocalDate> serviceEnd, boolean sound) {}

  /** Of a whole resource, not remembered. */
  IndexValues of(Resource resource) {
    return extraction.of(resource, null);
  }

  /** Of the element that refers to the person, whoever that is. */
  Known ofPerson(ResourceKind kind, String name) {
    return of(new Excerpt(kind, Map.of(name, SOMEBODY)), "Patient/x");
  }

  /** Of an element that refers to nobody. */
  Known of(ResourceKind kind, String name, String json) {
    return of(new Excerpt(kind, Map.of(name, json)), null);
  }

  private Known of(Excerpt element, @Nullable String patientRef) {
    Known found = known.get(element);
    if (found == null) {
      Resource resource = element.parsed(fhir);
      found =
          new Known(
              extraction.of(resource, patientRef),
              ResourceFacts.of(resource, claim -> false).map(ResourceFacts::serviceEnd),
              ResourceRule.brokenBy(resource).isEmpty());
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(element, found);
    }
    return found;
  }
}
