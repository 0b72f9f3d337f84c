package io.bcda.sandbox;

import java.time.LocalDateTime;

/** Writes the upper part of an ExplanationOfBenefit: what it is, whose, and of when. */
final class ClaimHead {
  private final JsonText json;
  private final Vocabulary words;

  ClaimHead(JsonText json, Vocabulary words) {
    this.json = json;
    this.words = words;
  }

  void meta(LocalDateTime updated, Claim claim) {
    json.object("meta").text("lastUpdated", JsonText.instant(updated));
    json.array("profile").text(claim.kind().profile()).endArray();
    if (claim.cancelled()) {
      json.array("tag").coding(Systems.FINAL_ACTION, Systems.NOT_FINAL, null).endArray();
    }
    json.end();
  }

  void contained(ClaimFacts facts) {
    if (facts.observed()) {
      json.array("contained")
          .object()
          .text("resourceType", "Observation")
          .text("id", ClaimText.OBSERVATION);
      json.text("status", "unknown");
      json.concept("code", Systems.VARIABLES + "line_hct_hgb_type_cd", "R1", "Hemoglobin Test");
      json.object("valueQuantity").number("value", 9 + facts.dice().below(8)).end();
      json.end().endArray();
    } else if (facts.claim().kind().isInstitutional()) {
      organization(facts.dice());
    }
  }

  private void organization(Dice dice) {
    json.array("contained").object().text("resourceType", "Organization");
    json.text("id", "provider-org").object("meta").array("profile");
    json.text(Systems.C4BB_PROFILE + "Organization").endArray().end();
    json.array("identifier").object();
    json.concept("type", Systems.TERMINOLOGY + "v2-0203", "PRN", null);
    json.text("value", dice.digits(6)).end().object();
    json.concept("type", Systems.IDENTIFIER_TYPE, "npi", null).text("system", Systems.NPI);
    json.text("value", ClaimText.npi(dice)).end().endArray();
    json.flag("active", true).text("name", words.oneOf("facility", dice).display());
    json.end().endArray();
  }

  /**
   * Who the claim is, what and whose.
   *
   * @param created the same for all versions
   */
  void identity(ClaimFacts facts, LocalDateTime created) {
    Claim claim = facts.claim();
    json.array("identifier");
    identifier(claim.kind().identifierSystem(), "-" + claim.number());
    identifier(Systems.CLAIM_GROUP, "-" + facts.dice().digits(11));
    if (claim.kind() == ClaimKind.PDE) {
      identifier(Systems.VARIABLES + "rx_srvc_rfrnc_num", facts.dice().digits(12));
    }
    json.endArray().text("status", claim.cancelled() ? "cancelled" : "active");
    types(claim.kind());
    json.text("use", "claim");
    json.object("patient").text("reference", "Patient/" + facts.owner().id()).end();
    period(claim);
    json.text("created", JsonText.instant(created));
    json.object("insurer").object("identifier").text("value", "CMS").end().end();
  }

  private void identifier(String system, String value) {
    json.object().concept("type", Systems.IDENTIFIER_TYPE, "uc", "Unique Claim ID");
    json.text("system", system).text("value", value).end();
  }

  private void types(ClaimKind kind) {
    json.object("type").array("coding");
    if (!kind.nchCode().isEmpty()) {
      json.coding(Systems.VARIABLES + "nch_clm_type_cd", kind.nchCode(), kind.nchDisplay());
    }
    json.coding(Systems.CODES + "eob-type", kind.name(), null);
    String type = kind.claimType();
    String display = Character.toUpperCase(type.charAt(0)) + type.substring(1);
    json.coding(Systems.TERMINOLOGY + "claim-type", type, display).endArray().end();
    if (kind.isInstitutional()) {
      boolean visit = kind == ClaimKind.OUTPATIENT;
      json.object("subType").array("coding");
      json.coding(
          Systems.C4BB + "C4BBInstitutionalClaimSubType", visit ? "outpatient" : "inpatient", null);
      json.endArray().text("text", visit ? "Outpatient" : "Inpatient").end();
    }
  }

  /** The days that the claim shows, if any. */
  private void period(Claim claim) {
    if (!claim.showsPeriod()) {
      return;
    }
    json.object("billablePeriod");
    if (claim.kind().isInstitutional()) {
      String query = Systems.VARIABLES + "claim_query_cd";
      json.array("extension").object().text("url", query);
      json.coding("valueCoding", query, "3", "Final bill").end().endArray();
    }
    json.text("start", claim.from().toString());
    if (claim.dating() == Claim.Dating.PERIOD) {
      json.text("end", claim.thru().toString());
    }
    json.end();
  }
}
