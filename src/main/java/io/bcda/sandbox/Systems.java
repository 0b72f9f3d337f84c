package io.bcda.sandbox;

/** Canonical URLs of the systems that claims name. */
final class Systems {
  static final String VARIABLES = "https://bluebutton.cms.gov/resources/variables/";
  static final String CODES = "https://bluebutton.cms.gov/resources/codesystem/";
  static final String HCPCS = CODES + "hcpcs";
  static final String CURRENCY = CODES + "identifier-currency";
  static final String CLAIM_GROUP = "https://bluebutton.cms.gov/resources/identifier/claim-group";
  static final String C4BB = "http://hl7.org/fhir/us/carin-bb/CodeSystem/";
  static final String C4BB_PROFILE = "http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-";
  static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
  static final String IDENTIFIER_TYPE = C4BB + "C4BBIdentifierType";
  static final String SUPPORTING_INFO = C4BB + "C4BBSupportingInfoType";
  static final String CARE_TEAM_ROLE = C4BB + "C4BBClaimCareTeamRole";
  static final String ADJUDICATION_DISCRIMINATOR = C4BB + "C4BBAdjudicationDiscriminator";
  static final String INFORMATION_CATEGORY = TERMINOLOGY + "claiminformationcategory";
  static final String FINAL_ACTION = "https://bluebutton.cms.gov/fhir/CodeSystem/Final-Action";
  static final String NOT_FINAL = "NotFinalAction";
  static final String ACT_REASON = TERMINOLOGY + "v3-ActReason";

  /** Of {@link #ACT_REASON}, as HL7 marks test data. */
  static final String TEST_DATA = "HTEST";

  static final String TAXONOMY = "http://nucc.org/provider-taxonomy";
  static final String NPI = "http://hl7.org/fhir/sid/us-npi";
  static final String NDC = "http://hl7.org/fhir/sid/ndc";
  static final String MBI = "http://hl7.org/fhir/sid/us-mbi";
  static final String ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm";
  static final String ICD_10 = "http://hl7.org/fhir/sid/icd-10";
  static final String ICD_10_PCS = "http://www.cms.gov/Medicare/Coding/ICD10";

  private Systems() {}
}
