package io.bcda.harness;

import java.util.Set;

/** What an export of some elements gives beside them, by FHIR R4's cardinalities. */
public final class AlwaysGiven {
  /** Of an ExplanationOfBenefit. */
  public static final Set<String> OF_CLAIMS =
      Set.of(
          "resourceType",
          "id",
          "meta",
          "implicitRules",
          "modifierExtension",
          "status",
          "type",
          "use",
          "patient",
          "created",
          "insurer",
          "provider",
          "outcome",
          "insurance");

  private AlwaysGiven() {}
}
