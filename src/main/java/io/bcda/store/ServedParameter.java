package io.bcda.store;

import java.util.List;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/**
 * A search parameter that is indexed.
 *
 * @param expression a FHIRPath of plain names, from the base on
 * @param target the type that a reference leads to; empty for all other parameters
 */
record ServedParameter(
    String base, String code, SearchParamType type, String expression, String target) {

  static final List<ServedParameter> ALL =
      List.of(
          new ServedParameter(
              "Patient", "identifier", SearchParamType.TOKEN, "Patient.identifier", ""),
          new ServedParameter(
              "Coverage",
              "beneficiary",
              SearchParamType.REFERENCE,
              "Coverage.beneficiary",
              "Patient"),
          new ServedParameter(
              "ExplanationOfBenefit",
              "patient",
              SearchParamType.REFERENCE,
              "ExplanationOfBenefit.patient",
              "Patient"),
          new ServedParameter(
              "ExplanationOfBenefit",
              "type",
              SearchParamType.TOKEN,
              "ExplanationOfBenefit.type",
              ""),
          new ServedParameter(
              "ExplanationOfBenefit",
              "service-date",
              SearchParamType.DATE,
              "ExplanationOfBenefit.billablePeriod",
              ""));

  ResourceKind kind() {
    return ResourceKind.ofFhirType(base).orElseThrow();
  }

  /** What decides which index rows a resource has. */
  String definition() {
    return type.toCode() + " " + expression + " " + target;
  }
}
