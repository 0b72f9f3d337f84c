package io.bcda.sandbox;

import io.bcda.sandbox.Vocabulary.Word;
import java.util.Locale;

/** Writes a Coverage in the shape of CMS's Beneficiary FHIR Data server, v2. Not thread-safe. */
final class CoverageText {
  private static final Word AGED = new Word("10", "Aged without end-stage renal disease (ESRD)");
  private static final Word BY_AGE = new Word("0", "Old age and survivors insurance (OASI)");
  private static final Word DISABLED = new Word("20", "Disabled without ESRD");
  private static final Word BY_DISABILITY = new Word("1", "Disability insurance benefits (DIB)");
  private static final Word NO_BUY_IN = new Word("3", "Part A and Part B");
  private static final Word NOT_SUBSIDIZED =
      new Word("N", "No employer subsidization for the retired beneficiary");
  private static final Word FULL_COST =
      new Word(
          "09",
          "Beneficiary enrolled in Parts A and/or B, and Part D; not deemed for low-income subsidy");

  private final JsonText json = new JsonText();
  private final World world;
  private final Detail detail;
  private final Enrollment enrollment;

  CoverageText(World world, Detail detail) {
    this.world = world;
    this.detail = detail;
    this.enrollment = new Enrollment(json, world.spec().performanceYear());
  }

  /** One line of NDJSON for one part of Medicare: a, b, c or d. */
  byte[] line(Stage stage, Person person, String part) {
    boolean corrected = stage == Stage.SECOND && person.coverageChanges();
    boolean fresh = stage == Stage.FIRST || person.isKnownAt(Stage.FIRST) && !corrected;
    json.start().text("resourceType", "Coverage").text("id", person.coverageId(part));
    json.object("meta");
    json.text("lastUpdated", JsonText.instant(world.times().current(fresh ? Stage.FIRST : stage)));
    json.array("profile").text(Systems.C4BB_PROFILE + "Coverage").endArray();
    if (person.isOfCast()) {
      json.array("tag").coding(Systems.ACT_REASON, Systems.TEST_DATA, null).endArray();
    }
    json.end();
    if (detail == Detail.FULL) {
      extensions(person.life(), part);
    }
    json.text("status", person.life().death() == null ? "active" : "cancelled");
    json.concept("type", Systems.TERMINOLOGY + "v3-ActCode", "SUBSIDIZ", null);
    json.text("subscriberId", person.currentMbi(stage));
    json.object("beneficiary").text("reference", "Patient/" + person.id()).end();
    json.concept("relationship", Systems.TERMINOLOGY + "subscriber-relationship", "self", "Self");
    period(person, part);
    json.array("payor").object().object("identifier");
    json.text("value", "Centers for Medicare and Medicaid Services").end().end().endArray();
    json.array("class");
    plan("group", "Group", "Medicare");
    plan("plan", "Plan", "Part " + part.toUpperCase(Locale.ROOT));
    json.endArray();
    return json.finishLine();
  }

  private void extensions(Person.Life life, String part) {
    json.array("extension");
    if (!part.equals("c")) {
      enrollment.coded("ms_cd", life.isByDisability() ? DISABLED : AGED);
    }
    switch (part) {
      case "a" -> partA(life.isByDisability() ? BY_DISABILITY : BY_AGE);
      case "b" -> partB();
      case "c" -> partC();
      case "d" -> partD();
      default -> throw new IllegalArgumentException("no such part: " + part);
    }
    enrollment.referenceYear();
    enrollment.dualStatus();
    if (part.equals("a") || part.equals("b")) {
      enrollment.monthly("buyin", NO_BUY_IN);
    }
    json.endArray();
  }

  private void partA(Word reason) {
    enrollment.coded("orec", reason);
    enrollment.coded("crec", reason);
    enrollment.coded("esrd_ind", new Word("0", "The beneficiary does not have ESRD"));
    enrollment.coded("a_trm_cd", new Word("0", "Not Terminated"));
  }

  private void partB() {
    enrollment.coded("b_trm_cd", new Word("0", "Not Terminated"));
  }

  private void partC() {
    enrollment.monthly("ptc_cntrct_id_", new Word("H9999", ""));
    enrollment.monthly("ptc_pbp_id_", new Word("003", ""));
    enrollment.monthly("ptc_plan_type_cd_", new Word("00", ""));
    enrollment.monthly("hmo_ind_", new Word("1", "Non-lock-in, CMS to process provider claims"));
  }

  private void partD() {
    enrollment.coded("ptdcntrct01", new Word("S9999", ""));
    enrollment.contracts(new Word("S9999", ""));
    enrollment.monthly("ptdpbpid", new Word("020", ""));
    enrollment.monthly("sgmtid", new Word("000", ""));
    enrollment.monthly("cstshr", FULL_COST);
    enrollment.monthly("rdsind", NOT_SUBSIDIZED);
  }

  private void period(Person person, String part) {
    if (part.equals("c")) {
      return;
    }
    json.object("period").text("start", person.life().enrolled().toString());
    if (person.life().death() != null) {
      json.text("end", person.life().death().toString());
    }
    json.end();
  }

  private void plan(String code, String display, String value) {
    json.object();
    json.concept("type", Systems.TERMINOLOGY + "coverage-class", code, display);
    json.text("value", value).end();
  }
}
