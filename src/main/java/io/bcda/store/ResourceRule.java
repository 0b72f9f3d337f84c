package io.bcda.store;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What a resource must hold to that HAPI's strict parser does not ask for. */
public enum ResourceRule {
  /** What base FHIR R4 requires at the top level is there. */
  REQUIRED,
  /** The billable period does not end before it starts. */
  PERIOD,
  /** The service dates are of our age. */
  DATE,
  /** A claim with an eob-type of CMS has exactly one, and a known one; others need none. */
  EOB_TYPE;

  /**
   * A rule that a resource does not hold to.
   *
   * @param element its name in FHIR, if that says more than the rule
   */
  public record Breach(ResourceRule rule, @Nullable String element) {}

  /** The first rule that a resource does not hold to. */
  public static Optional<Breach> broken(FhirContext fhir, Resource resource) {
    for (BaseRuntimeChildDefinition child : required(fhir, resource.fhirType())) {
      List<IBase> values = child.getAccessor().getValues(resource);
      if (values.stream().allMatch(IBase::isEmpty)) {
        return Optional.of(new Breach(REQUIRED, child.getElementName()));
      }
    }
    return brokenBy(resource).map(rule -> new Breach(rule, null));
  }

  /** The first rule that single elements do not hold to, others being absent. */
  static Optional<ResourceRule> brokenBy(Resource resource) {
    if (!(resource instanceof ExplanationOfBenefit claim)) {
      return Optional.empty();
    }
    if (ServiceDates.areImpossible(claim)) {
      return Optional.of(DATE);
    }
    if (ServiceDates.areReversed(claim)) {
      return Optional.of(PERIOD);
    }
    return EobType.isOddIn(claim) ? Optional.of(EOB_TYPE) : Optional.empty();
  }

  /** The top-level elements with a minimum cardinality of 1, in FHIR's order. */
  static List<BaseRuntimeChildDefinition> required(FhirContext fhir, String type) {
    return fhir.getResourceDefinition(type).getChildren().stream()
        .filter(child -> child.getMin() > 0)
        .toList();
  }
}
