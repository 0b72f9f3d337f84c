package io.bcda.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;

/** The kinds of claims that CMS tells apart, by the code in {@code ExplanationOfBenefit.type}. */
public enum EobType {
  CARRIER,
  DME,
  HHA,
  HOSPICE,
  INPATIENT,
  OUTPATIENT,
  SNF,
  PDE;

  private static final String SYSTEM = "https://bluebutton.cms.gov/resources/codesystem/eob-type";

  /** The kind of a claim; empty if it has none or more than one, or one that nobody knows. */
  public static Optional<EobType> of(ExplanationOfBenefit claim) {
    List<Coding> codings = codings(claim);
    return codings.size() == 1
        ? Stream.of(values()).filter(t -> t.name().equals(codings.get(0).getCode())).findFirst()
        : Optional.empty();
  }

  /** Whether a claim has codings of CMS's system that do not tell its kind. */
  static boolean isOddIn(ExplanationOfBenefit claim) {
    return !codings(claim).isEmpty() && of(claim).isEmpty();
  }

  private static List<Coding> codings(ExplanationOfBenefit claim) {
    return claim.getType().getCoding().stream().filter(c -> SYSTEM.equals(c.getSystem())).toList();
  }
}
