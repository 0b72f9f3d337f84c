package io.bcda.sandbox;

import java.util.Locale;

/**
 * The eight kinds of claim, with what CMS's Beneficiary FHIR Data server says of each. Profiles and
 * claim types are CMS's own, odd ones included (DME as institutional, home health as professional):
 * readers must go by the eob-type.
 */
enum ClaimKind {
  CARRIER(
      'C',
      "b",
      "71",
      "Local carrier non-durable medical equipment, prosthetics, orthotics, and supplies (DMEPOS) claim",
      "Professional-NonClinician",
      "professional",
      27.0,
      5),
  OUTPATIENT(
      'O',
      "b",
      "40",
      "Hospital Outpatient claim",
      "Outpatient-Institutional",
      "institutional",
      5.0,
      5),
  INPATIENT('I', "a", "60", "Inpatient claim", "Inpatient-Institutional", "institutional", 0.27, 8),
  SNF(
      'N',
      "a",
      "20",
      "Non swing bed Skilled Nursing Facility (SNF) claim",
      "Inpatient-Institutional",
      "institutional",
      0.09,
      5),
  HHA(
      'H',
      "b",
      "10",
      "Home Health Agency (HHA) claim",
      "Professional-NonClinician",
      "professional",
      0.30,
      4),
  HOSPICE('S', "a", "50", "Hospice claim", "Inpatient-Institutional", "institutional", 0.10, 4),
  DME('D', "a", "82", "DMERC; DMEPOS claim", "Inpatient-Institutional", "institutional", 2.0, 3),
  PDE('P', "d", "", "", "Pharmacy", "pharmacy", 33.0, 0);

  private final char letter;
  private final String part;
  private final String nchCode;
  private final String nchDisplay;
  private final String profile;
  private final String claimType;
  private final double perYear;
  private final int diagnoses;

  ClaimKind(
      char letter,
      String part,
      String nchCode,
      String nchDisplay,
      String profile,
      String claimType,
      double perYear,
      int diagnoses) {
    this.letter = letter;
    this.part = part;
    this.nchCode = nchCode;
    this.nchDisplay = nchDisplay;
    this.profile = profile;
    this.claimType = claimType;
    this.perYear = perYear;
    this.diagnoses = diagnoses;
  }

  /** How {@code claims.txt} names it. */
  char letter() {
    return letter;
  }

  /** The part of Medicare whose Coverage pays: a, b or d. */
  String part() {
    return part;
  }

  String nchCode() {
    return nchCode;
  }

  String nchDisplay() {
    return nchDisplay;
  }

  String profile() {
    return "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-"
        + profile;
  }

  /** Code of FHIR's claim-type. */
  String claimType() {
    return claimType;
  }

  /** Mean number of claims of a person in a year; for Part D, of those who have it. */
  double perYear() {
    return perYear;
  }

  /** Usual number of diagnoses. */
  int diagnoses() {
    return diagnoses;
  }

  /** What the resource id starts with. */
  String idPrefix() {
    return name().toLowerCase(Locale.ROOT) + "-";
  }

  /** Of the number that identifies a claim. */
  String identifierSystem() {
    return Systems.VARIABLES + (this == PDE ? "pde_id" : "clm_id");
  }

  /** Billed by an institution, by revenue center. */
  boolean isInstitutional() {
    return this != CARRIER && this != DME && this != PDE;
  }

  /** A stay rather than a visit. */
  boolean isStay() {
    return this == INPATIENT || this == SNF || this == HOSPICE;
  }
}
