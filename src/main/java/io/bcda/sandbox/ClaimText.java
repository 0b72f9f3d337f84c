package io.bcda.sandbox;

import io.bcda.sandbox.Dice.Purpose;
import io.bcda.sandbox.Vocabulary.Word;
import java.time.LocalDate;
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
  private final ClaimHead head;
  private final ClaimParties parties;
  private final ClaimLines lines;
  private final Detail detail;

  ClaimText(World world, Vocabulary words, Detail detail) {
    this.detail = detail;
    this.world = world;
    this.words = words;
    this.head = new ClaimHead(json, words);
    this.parties = new ClaimParties(json, words);
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
    head.meta(world.times().current(asBefore ? Stage.FIRST : stage), claim);
    if (detail == Detail.LEAN) {
      return lean(facts);
    }
    head.contained(facts);
    array("extension", template.extensions, facts, 0);
    head.identity(facts, world.times().earlier());
    parties.write(facts);
    careTeam(template, facts);
    supportingInfo(template, facts);
    diagnoses(facts);
    procedures(facts);
    insurance(facts);
    lines.write(template, facts);
    money(template, facts);
    return json.finishLine();
  }

  private byte[] lean(ClaimFacts facts) {
    head.identity(facts, world.times().earlier());
    parties.writeLean(facts);
    diagnoses(facts);
    if (facts.use() == SubstanceUse.PROCEDURE) {
      json.array("procedure");
      procedure(facts.claim(), 1, facts.use().code(words, facts.claim()));
      json.endArray();
    }
    insurance(facts);
    lines.writeLean(facts);
    json.array("total").object();
    json.concept("category", Systems.TERMINOLOGY + "adjudication", "submitted", "Submitted Amount");
    json.money("amount", facts.charge()).end().endArray();
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
    LocalDate received = claim.thru().plusDays(5 + dice.below(16) + (corrected ? 28 : 0));
    long charge = (long) ClaimLines.charge(claim.kind(), dice) * claim.lines();
    // A correction always alters something: a dollar a line.
    return new ClaimFacts(
        claim,
        owner,
        dice,
        notLater(received),
        corrected ? charge + 100L * claim.lines() : charge,
        isMeasured(claim.kind()) && dice.permille(300),
        SubstanceUse.of(world.spec().seed(), claim, corrected));
  }

  private LocalDate notLater(LocalDate date) {
    LocalDate asOf = world.spec().asOf();
    return date.isAfter(asOf) ? asOf : date;
  }

  private static boolean isMeasured(ClaimKind kind) {
    return kind == ClaimKind.CARRIER || kind == ClaimKind.DME;
  }

  private void careTeam(ClaimTemplate template, ClaimFacts facts) {
    json.array("careTeam");
    int sequence = 0;
    for (ClaimTemplate.Role role : template.team) {
      parties.member(role, ++sequence, facts);
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
    int usual = kind.diagnoses() - 1 + facts.dice().below(3);
    int count = detail == Detail.LEAN ? 1 : usual;
    int start = facts.dice().below(codes.size());
    json.array("diagnosis");
    for (int i = 0; i < count; i++) {
      // Seven is prime to the length of the list: no code comes twice.
      diagnosis(kind, i + 1, codes.get((start + 7 * i) % codes.size()));
    }
    if (facts.use() == SubstanceUse.DIAGNOSIS) {
      diagnosis(kind, count + 1, facts.use().code(words, facts.claim()));
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
      procedure(facts.claim(), i, words.oneOf("px", facts.dice()));
    }
    if (facts.use() == SubstanceUse.PROCEDURE) {
      procedure(facts.claim(), count + 1, facts.use().code(words, facts.claim()));
    }
    json.endArray();
  }

  private void procedure(Claim claim, int sequence, Word code) {
    json.object().number("sequence", sequence);
    json.text("date", claim.from() + "T00:00:00+00:00");
    coded("procedureCodeableConcept", Systems.ICD_10_PCS, code);
    json.end();
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
