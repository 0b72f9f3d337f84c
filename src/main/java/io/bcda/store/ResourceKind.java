package io.bcda.store;

import java.util.Arrays;
import java.util.Optional;

/** The three kinds of resource that this server keeps and exports. */
public enum ResourceKind {
  PATIENT("Patient", "P"),
  COVERAGE("Coverage", "C"),
  EXPLANATION_OF_BENEFIT("ExplanationOfBenefit", "E");

  private final String fhirType;
  private final String code;

  ResourceKind(String fhirType, String code) {
    this.fhirType = fhirType;
    this.code = code;
  }

  /** FHIR's name of the type. */
  public String fhirType() {
    return fhirType;
  }

  /** One letter, as stored in {@code claim_index.type}. */
  public String code() {
    return code;
  }

  /**
   * @throws IllegalArgumentException if no kind has this code
   */
  public static ResourceKind ofCode(String code) {
    return Arrays.stream(values())
        .filter(k -> k.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind's code"));
  }

  public static Optional<ResourceKind> ofFhirType(String fhirType) {
    return Arrays.stream(values()).filter(k -> k.fhirType.equals(fhirType)).findFirst();
  }
}
