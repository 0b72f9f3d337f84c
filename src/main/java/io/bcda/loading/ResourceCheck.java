package io.bcda.loading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/**
 * The gate of {@link ClaimsLoad} for resources that come one by one over FHIR: what is refused in a
 * file is refused there too. Thread-safe.
 */
@Component
public class ResourceCheck {
  private final FhirContext r4;
  private final boolean syntheticOnly;

  ResourceCheck(FhirContext r4, LoadingSettings settings) {
    this.r4 = r4;
    this.syntheticOnly = settings.syntheticOnly();
  }

  /**
   * Reads a resource of any type, strictly.
   *
   * @param json UTF-8
   * @throws Refusal MALFORMED, telling what is wrong and never with which value
   */
  public Resource parse(byte[] json) {
    try {
      return new ResourceGate(r4, syntheticOnly).parse(StrictJson.of(json).text());
    } catch (LineRefused e) {
      throw refusal(e);
    }
  }

  /**
   * Checks a Patient, Coverage or ExplanationOfBenefit, and takes the sender's versionId and
   * lastUpdated off.
   *
   * @param placeholders what may stand for {@code Patient/<id>}: the fullUrls of Patients that are
   *     made in the same transaction
   * @throws Refusal MALFORMED, telling what is wrong and never with which value
   */
  public void check(Resource resource, Set<String> placeholders) {
    try {
      ResourceGate.checkPatient(resource, placeholders);
      ResourceGate.checkRules(r4, resource);
      if (syntheticOnly && !SyntheticMbi.everyOf(resource)) {
        throw new LineRefused(LineReason.NOT_SYNTHETIC);
      }
    } catch (LineRefused e) {
      throw refusal(e);
    }
    for (ResourceReferenceInfo found : r4.newTerser().getAllResourceReferences(resource)) {
      String literal = found.getResourceReference().getReferenceElement().getValue();
      if (literal != null && literal.indexOf('?') >= 0) {
        throw new Refusal(
            Reason.NOT_SUPPORTED, "References by a search (with a question mark) are not resolved");
      }
    }
    resource.getMeta().setVersionId(null).setLastUpdated(null);
  }

  private static Refusal refusal(LineRefused refused) {
    return new Refusal(Reason.MALFORMED, "The resource is refused: " + refused.inWords());
  }
}
