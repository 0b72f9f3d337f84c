package io.bcda.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Code systems by the names that a list of sensitive codes uses, each with the URLs under which its
 * codes come: HL7's, CMS's, those of BFD v1 to v3, and the OIDs.
 */
enum CodeSystemGroup {
  ICD_10_CM(
      "http://hl7.org/fhir/sid/icd-10-cm",
      "http://hl7.org/fhir/sid/icd-10",
      "urn:oid:2.16.840.1.113883.6.90"),
  ICD_10_PCS(
      "http://www.cms.gov/Medicare/Coding/ICD10",
      "http://hl7.org/fhir/sid/icd-10-pcs",
      "http://hl7.org/fhir/sid/icd-10",
      "urn:oid:2.16.840.1.113883.6.4"),
  ICD_9_CM(
      "http://hl7.org/fhir/sid/icd-9-cm",
      "http://hl7.org/fhir/sid/icd-9",
      "urn:oid:2.16.840.1.113883.6.103"),
  ICD_9_PROCEDURE(
      "http://www.cms.gov/Medicare/Coding/ICD9",
      "http://hl7.org/fhir/sid/icd-9-cm",
      "http://hl7.org/fhir/sid/icd-9",
      "urn:oid:2.16.840.1.113883.6.104"),
  HCPCS(
      "https://bluebutton.cms.gov/resources/codesystem/hcpcs",
      "https://bluebutton.cms.gov/resources/variables/hcpcs_cd",
      "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
      "http://www.cms.gov/Medicare/Coding/MedHCPCSGenInfo",
      "http://terminology.hl7.org/CodeSystem/HCPCS-all-codes",
      "http://www.ama-assn.org/go/cpt",
      "urn:oid:2.16.840.1.113883.6.12",
      "urn:oid:2.16.840.1.113883.6.14",
      "urn:oid:2.16.840.1.113883.6.285"),
  MS_DRG(
      "https://bluebutton.cms.gov/resources/variables/clm_drg_cd",
      "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/AcuteInpatientPPS/MS-DRG-Classifications-and-Software"),
  REVENUE(
      "https://bluebutton.cms.gov/resources/variables/rev_cntr",
      "https://www.nubc.org/CodeSystem/RevenueCodes"),
  NDC("http://hl7.org/fhir/sid/ndc", "urn:oid:2.16.840.1.113883.6.69"),
  SECURITY_LABEL("http://terminology.hl7.org/CodeSystem/v3-ActCode");

  private final List<String> systems;

  CodeSystemGroup(String... systems) {
    this.systems = List.of(systems);
  }

  List<String> systems() {
    return systems;
  }

  /** As a list writes it: {@code icd-10-cm}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<CodeSystemGroup> of(String word) {
    return Stream.of(values()).filter(group -> group.word().equals(word)).findFirst();
  }
}
