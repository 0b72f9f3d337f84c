package io.bcda.sandbox;

import io.bcda.sandbox.Dice.Purpose;
import io.bcda.sandbox.Vocabulary.Word;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

/**
 * Writes an ExplanationOfBenefit in the shape of CMS's Beneficiary FHIR Data server, v2. Not
 * thread-safe.
 */
final class ClaimText {
  /** Id of the contained Observation, where there is one. */
  static final String OBSERVATION = "line-observation-1";

  private final Map<ClaimKind, ClaimTemplate> templates = ClaimTemplate.readAll();
  private final JsonText json = new JsonText();
  private final World world;
  private final Vocabulary words;
  private final ClaimLines lines;

  ClaimText(World world, Vocabulary words) {
    this.world = world;
    this.words = words;
    this.lines = new ClaimLines(json, words);
  }

  /**
   * One line of NDJSON.
   *
   * @param stage the load that the line belongs to
   * @param person who had the claim first
   * @param corrected whether this is a second version, with other content than the first
   */
  byte[] line(Stage stage, Person person, Claim planned, boolean corrected) {
    Stage knowledge = corrected || stage == Stage.SECOND ? Stage.SECOND : Stage.FIRST;
    Claim claim = world.at(knowledge, planned);
    ClaimFacts facts = facts(claim, world.owner(knowledge, person, planned), corrected);
    ClaimTemplate template = template(claim);
    boolean asBefore = planned.fate() == Claim.Fate.REPEATED && person.isKnownAt(Stage.FIRST);
    json.start().text("resourceType", "ExplanationOfBenefit").text("id", claim.id());
    meta(world.times().current(asBefore ? Stage.FIRST : stage), claim.kind().profile());
    contained(facts);
    array("extension", template.extensions, facts, 0);
    identity(facts);
    parties(facts);
    careTeam(template, facts);
    supportingInfo(template, facts);
    diagnoses(facts);
    procedures(facts);
    insurance(facts);
    lines.write(template, facts);
    money(template, facts);
    return json.finishLine();
  }

  private ClaimTemplate template(Claim claim) {
    ClaimTemplate template = templates.get(claim.kind());
    if (template == null) {
      throw new IllegalStateException("no template for " + claim.kind());
    }
    return template;
  }

  private ClaimFacts facts(Claim claim, Person owner, boolean corrected) {
    Dice dice = new Dice(world.spec().seed(), Purpose.CONTENT, claim.number());
    LocalDate received = claim.thru().plusDays(5 + dice.below(16));
    long charge = (long) ClaimLines.charge(claim.kind(), dice) * claim.lines();
    // A correction always alters something: a dollar a line, and the day it was received.
    return new ClaimFacts(
        claim,
        owner,
        dice,
        corrected ? received.plusDays(28) : received,
        corrected ? charge + 100L * claim.lines() : charge,
        isMeasured(claim.kind()) && dice.permille(300));
  }

  private static boolean isMeasured(ClaimKind kind) {
    return kind == ClaimKind.CARRIER || kind == ClaimKind.DME;
  }

  private void meta(LocalDateTime updated, String profile) {
    json.object("meta").text("lastUpdated", instant(updated));
    json.array("profile").text(profile).endArray().end();
  }

  /** A FHIR instant, UTC, as CMS writes it. */
  static String instant(LocalDateTime time) {
    return "%tFT%<tT.000+00:00".formatted(time);
  }

  private void contained(ClaimFacts facts) {
    if (facts.observed()) {
      json.array("contained").object().text("resourceType", "Observation").text("id", OBSERVATION);
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
    json.text("value", npi(dice)).end().endArray();
    json.flag("active", true).text("name", words.oneOf("facility", dice).display());
    json.end().endArray();
  }

  private void identity(ClaimFacts facts) {
    Claim claim = facts.claim();
    boolean drug = claim.kind() == ClaimKind.PDE;
    json.array("identifier");
    identifier(Systems.VARIABLES + (drug ? "pde_id" : "clm_id"), "-" + claim.number());
    identifier(Systems.CLAIM_GROUP, "-" + facts.dice().digits(11));
    if (drug) {
      identifier(Systems.VARIABLES + "rx_srvc_rfrnc_num", facts.dice().digits(12));
    }
    json.endArray().text("status", claim.cancelled() ? "cancelled" : "active");
    types(claim.kind());
    json.text("use", "claim");
    json.object("patient").text("reference", "Patient/" + facts.owner().id()).end();
    period(claim);
    json.text("created", instant(world.times().earlier()));
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

  private void period(Claim claim) {
    if (claim.dating() == Claim.Dating.LINES_ONLY || claim.dating() == Claim.Dating.NONE) {
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

  private void parties(ClaimFacts facts) {
    json.object("insurer").object("identifier").text("value", "CMS").end().end();
    new ClaimParties(json, words).write(facts);
  }

  private void careTeam(ClaimTemplate template, ClaimFacts facts) {
    json.array("careTeam");
    int sequence = 0;
    for (ClaimTemplate.Role role : template.team) {
      ClaimParties.member(json, words, role, ++sequence, facts);
    }
    json.endArray();
  }

  private void supportingInfo(ClaimTemplate template, ClaimFacts facts) {
    json.array("supportingInfo");
    int sequence = 0;
    for (Piece piece : template.info) {
      piece.write(json, facts, ++sequence);
    }
    json.endArray();
  }

  private void diagnoses(ClaimFacts facts) {
    ClaimKind kind = facts.claim().kind();
    if (kind.diagnoses() == 0) {
      return;
    }
    List<Word> codes = words.list("dx");
    int count = kind.diagnoses() - 1 + facts.dice().below(3);
    int start = facts.dice().below(codes.size());
    json.array("diagnosis");
    for (int i = 0; i < count; i++) {
      // Seven is prime to the length of the list: no code comes twice.
      diagnosis(kind, i + 1, codes.get((start + 7 * i) % codes.size()));
    }
    json.endArray();
  }

  private void diagnosis(ClaimKind kind, int sequence, Word code) {
    json.object();
    if (kind == ClaimKind.INPATIENT) {
      String url = Systems.VARIABLES + "clm_poa_ind_sw" + sequence;
      json.array("extension").object().text("url", url);
      json.coding("valueCoding", url, "Y", "Diagnosis was present at the time of admission (POA)");
      json.end().endArray();
    }
    json.number("sequence", sequence);
    coded("diagnosisCodeableConcept", Systems.ICD_10_CM, code);
    json.array("type").object().array("coding");
    if (sequence == 1) {
      json.coding(Systems.TERMINOLOGY + "ex-diagnosistype", "principal", "Principal Diagnosis");
    } else {
      json.coding(Systems.C4BB + "C4BBClaimDiagnosisType", "secondary", "Secondary");
    }
    json.endArray().end().endArray().end();
  }

  private void procedures(ClaimFacts facts) {
    ClaimKind kind = facts.claim().kind();
    if (kind != ClaimKind.INPATIENT && kind != ClaimKind.OUTPATIENT) {
      return;
    }
    int count = kind == ClaimKind.INPATIENT ? 1 + facts.dice().below(6) : 1;
    json.array("procedure");
    for (int i = 1; i <= count; i++) {
      json.object().number("sequence", i);
      json.text("date", facts.claim().from() + "T00:00:00+00:00");
      coded("procedureCodeableConcept", Systems.ICD_10_PCS, words.oneOf("px", facts.dice()));
      json.end();
    }
    json.endArray();
  }

  private void coded(String name, String system, Word code) {
    json.object(name).array("coding").coding(system, code.code(), code.display());
    json.coding(Systems.ICD_10, code.code(), code.display()).endArray().end();
  }

  private void insurance(ClaimFacts facts) {
    ClaimKind kind = facts.claim().kind();
    json.array("insurance").object().flag("focal", true).object("coverage");
    if (kind == ClaimKind.PDE) {
      json.array("extension");
      Piece.extension("plan_cntrct_rec_id", "identifier", "S9999").write(json, facts, 0);
      Piece.extension("plan_pbp_rec_num", "identifier", "020").write(json, facts, 0);
      json.endArray();
    }
    json.text("reference", "Coverage/" + facts.owner().coverageId(kind.part()));
    json.end().end().endArray();
  }

  private void money(ClaimTemplate template, ClaimFacts facts) {
    array("total", template.totals, facts, facts.charge());
    json.object("payment");
    if (facts.claim().kind() == ClaimKind.PDE) {
      json.text("date", facts.received().toString());
    } else {
      json.money("amount", ClaimFacts.share(facts.charge(), 380));
    }
    json.end();
    if (!template.balances.isEmpty()) {
      json.array("benefitBalance").object();
      json.concept("category", Systems.TERMINOLOGY + "ex-benefitcategory", "1", "Medical Care");
      array("financial", template.balances, facts, 0);
      json.end().endArray();
    }
  }

  private void array(String name, List<Piece> pieces, ClaimFacts facts, long number) {
    if (pieces.isEmpty()) {
      return;
    }
    json.array(name);
    for (Piece piece : pieces) {
      piece.write(json, facts, number);
    }
    json.endArray();
  }

  /** A National Provider Identifier of nobody: living ones begin with 1 or 2. */
  static String npi(Dice dice) {
    return "999" + dice.digits(7);
  }
}
