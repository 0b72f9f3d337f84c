package io.bcda.sandbox;

import io.bcda.sandbox.Vocabulary.Word;

/** Writes the lines ({@code item}) of a claim. */
final class ClaimLines {
  private final JsonText json;
  private final Vocabulary words;

  ClaimLines(JsonText json, Vocabulary words) {
    this.json = json;
    this.words = words;
  }

  /** What a line of this kind may cost, in cents. */
  static int charge(ClaimKind kind, Dice dice) {
    return switch (kind) {
      case CARRIER -> 4_000 + dice.below(30_000);
      case OUTPATIENT -> 8_000 + dice.below(120_000);
      case INPATIENT -> 150_000 + dice.below(900_000);
      case SNF, HOSPICE -> 100_000 + dice.below(400_000);
      case HHA -> 40_000 + dice.below(100_000);
      case DME -> 3_000 + dice.below(40_000);
      case PDE -> 600 + dice.below(60_000);
    };
  }

  void write(ClaimTemplate template, ClaimFacts facts) {
    int count = facts.claim().lines();
    json.array("item");
    for (int line = 0; line < count; line++) {
      line(template, facts, line);
    }
    json.endArray();
  }

  /** Of a lean claim: a line or two; the first has the latest day, as in a full one. */
  void writeLean(ClaimFacts facts) {
    Claim claim = facts.claim();
    json.array("item");
    int most = claim.kind().isInstitutional() ? 1 : 2;
    for (int line = 0; line < Math.min(claim.lines(), most); line++) {
      json.object().number("sequence", line + 1L);
      switch (claim.kind()) {
        case PDE -> product(Systems.NDC, words.oneOf("drug", facts.dice()));
        case DME -> product(Systems.HCPCS, words.oneOf("supply", facts.dice()));
        case CARRIER, OUTPATIENT, INPATIENT, SNF, HHA, HOSPICE ->
            product(Systems.HCPCS, procedure(facts, line));
      }
      serviced(claim, line);
      json.object("quantity").number("value", quantity(claim.kind(), facts.dice())).end();
      json.money("net", facts.charge() / claim.lines()).end();
    }
    json.endArray();
  }

  private void line(ClaimTemplate template, ClaimFacts facts, int line) {
    ClaimKind kind = facts.claim().kind();
    long charge = facts.charge() / facts.claim().lines();
    json.object();
    if (!template.lineExtensions.isEmpty()) {
      json.array("extension");
      template.lineExtensions.forEach(piece -> piece.write(json, facts, charge));
      json.endArray();
    }
    json.number("sequence", line + 1L);
    json.array("careTeamSequence").number(performing(template)).endArray();
    if (kind == ClaimKind.CARRIER || kind == ClaimKind.DME) {
      json.array("diagnosisSequence").number(1 + line % 2L).endArray();
    }
    if (facts.observed()) {
      json.array("informationSequence").number(2).endArray();
    }
    service(kind, facts, line);
    serviced(facts.claim(), line);
    place(kind, facts);
    json.object("quantity").number("value", quantity(kind, facts.dice())).end();
    json.array("adjudication");
    template.reasons.forEach(piece -> piece.write(json, facts, charge));
    template.amounts.forEach(piece -> piece.write(json, facts, charge));
    json.endArray().end();
  }

  private static int performing(ClaimTemplate template) {
    for (int i = 0; i < template.team.size(); i++) {
      String role = template.team.get(i).code();
      if (role.equals("performing") || role.equals("prescribing")) {
        return i + 1;
      }
    }
    throw new IllegalStateException("nobody performs");
  }

  private void service(ClaimKind kind, ClaimFacts facts, int line) {
    Dice dice = facts.dice();
    switch (kind) {
      case CARRIER -> {
        json.concept("category", Systems.VARIABLES + "line_cms_type_srvc_cd", "1", "Medical care");
        product(Systems.HCPCS, procedure(facts, line));
      }
      case DME -> {
        json.concept(
            "category",
            Systems.VARIABLES + "line_cms_type_srvc_cd",
            "P",
            "Lump sum purchase of DME, prosthetics orthotics");
        product(Systems.HCPCS, words.oneOf("supply", dice));
      }
      case PDE -> product(Systems.NDC, words.oneOf("drug", dice));
      case OUTPATIENT, INPATIENT, SNF, HHA, HOSPICE -> {
        revenue(kind, dice);
        product(Systems.HCPCS, procedure(facts, line));
      }
    }
    if (kind != ClaimKind.PDE) {
      json.array("modifier").object().array("coding").object();
      json.text("system", Systems.HCPCS).text("version", "5");
      json.text("code", words.oneOf("modifier", dice).code()).end().endArray().end().endArray();
    }
  }

  private Word procedure(ClaimFacts facts, int line) {
    Word usual = words.oneOf("hcpcs", facts.dice()); // drawn in any case: the rest stays as it is
    return line == 0 && facts.use() == SubstanceUse.SERVICE
        ? facts.use().code(words, facts.claim())
        : usual;
  }

  private void product(String system, Word product) {
    json.concept("productOrService", system, product.code(), product.display());
  }

  private void revenue(ClaimKind kind, Dice dice) {
    Word center =
        switch (kind) {
          case HHA -> byCode("0023");
          case HOSPICE -> byCode("0651");
          default -> words.oneOf("revenue", dice);
        };
    json.object("revenue");
    if (kind == ClaimKind.OUTPATIENT || kind == ClaimKind.HHA) {
      String url = Systems.VARIABLES + "rev_cntr_stus_ind_cd";
      json.array("extension").object().text("url", url);
      json.coding(
          "valueCoding",
          url,
          "A",
          "Services not paid under OPPS; uses a different fee schedule (e.g., ambulance, PT, mammography)");
      json.end().endArray();
    }
    json.array("coding");
    json.coding(Systems.VARIABLES + "rev_cntr", center.code(), center.display());
    json.coding("https://www.nubc.org/CodeSystem/RevenueCodes", center.code(), null);
    json.coding(
        Systems.VARIABLES + "rev_cntr_ddctbl_coinsrnc_cd",
        "0",
        "Charges are subject to deductible and coinsurance");
    json.endArray().end();
  }

  private Word byCode(String code) {
    return words.list("revenue").stream()
        .filter(word -> word.code().equals(code))
        .findFirst()
        .orElseThrow();
  }

  private void serviced(Claim claim, int line) {
    // Revenue centers of a stay show no date of their own.
    boolean undated = claim.kind() == ClaimKind.INPATIENT || claim.kind() == ClaimKind.SNF;
    if (undated || claim.dating() == Claim.Dating.NONE) {
      return;
    }
    String day = claim.lineDay(line).toString();
    if (claim.kind() == ClaimKind.CARRIER || claim.kind() == ClaimKind.DME) {
      json.object("servicedPeriod").text("start", day).text("end", day).end();
    } else {
      json.text("servicedDate", day);
    }
  }

  private void place(ClaimKind kind, ClaimFacts facts) {
    Person.Home home = facts.owner().life().home();
    if (kind == ClaimKind.PDE) {
      return;
    }
    if (kind.isInstitutional()) {
      json.object("locationAddress").text("state", home.state()).end();
      return;
    }
    Word place = words.oneOf("place", facts.dice());
    json.object("locationCodeableConcept").array("extension");
    Piece.extension("prvdr_state_cd", "coding", home.state()).write(json, facts, 0);
    Piece.extension("prvdr_zip", "coding", home.zip()).write(json, facts, 0);
    json.endArray().array("coding");
    json.coding(Systems.VARIABLES + "line_place_of_srvc_cd", place.code(), place.display());
    json.endArray().end();
  }

  private static int quantity(ClaimKind kind, Dice dice) {
    return kind == ClaimKind.PDE ? 30 * (1 + dice.below(3)) : 1 + dice.below(4);
  }
}
