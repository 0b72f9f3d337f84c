package io.bcda.sandbox;

import io.bcda.sandbox.Vocabulary.Word;
import java.util.Locale;

/** Writes who provided, referred, dispensed and took part. */
final class ClaimParties {
  private final JsonText json;
  private final Vocabulary words;

  ClaimParties(JsonText json, Vocabulary words) {
    this.json = json;
    this.words = words;
  }

  /** Provider, referral, facility, outcome and disposition, as the kind has them. */
  void write(ClaimFacts facts) {
    ClaimKind kind = facts.claim().kind();
    Dice dice = facts.dice();
    switch (kind) {
      case CARRIER -> provider(Systems.VARIABLES + "carr_clm_blg_npi_num", ClaimText.npi(dice));
      case DME, PDE -> provider(Systems.NPI, ClaimText.npi(dice));
      case OUTPATIENT, INPATIENT, SNF, HHA, HOSPICE -> {
        json.object("provider").text("reference", "#provider-org").end();
        facility(facilityType(kind));
      }
    }
    if (kind == ClaimKind.PDE) {
      pharmacy(dice);
    }
    if (kind == ClaimKind.CARRIER || kind == ClaimKind.DME) {
      json.object("referral");
      npi(ClaimText.npi(dice));
      json.end();
    }
    json.text("outcome", facts.claim().outcome());
    if (kind == ClaimKind.CARRIER || kind == ClaimKind.DME) {
      json.text("disposition", "01");
    }
  }

  /** Of a lean claim: the provider and the outcome. */
  void writeLean(ClaimFacts facts) {
    provider(Systems.NPI, ClaimText.npi(facts.dice()));
    json.text("outcome", facts.claim().outcome());
  }

  private void provider(String system, String value) {
    json.object("provider").object("identifier");
    json.text("system", system).text("value", value).end().end();
  }

  private static Word facilityType(ClaimKind kind) {
    return switch (kind) {
      case SNF -> new Word("2", "Skilled nursing facility (SNF)");
      case HHA -> new Word("3", "Home Health Agency (HHA)");
      case HOSPICE ->
          new Word("8", "Ambulatory Surgery Center (ASC) or other special facility (e.g. hospice)");
      case CARRIER, OUTPATIENT, INPATIENT, DME, PDE -> new Word("1", "Hospital");
    };
  }

  private void facility(Word type) {
    String url = Systems.VARIABLES + "clm_fac_type_cd";
    json.object("facility").array("extension").object().text("url", url);
    json.coding("valueCoding", url, type.code(), type.display()).end().endArray().end();
  }

  private void pharmacy(Dice dice) {
    String url = Systems.VARIABLES + "phrmcy_srvc_type_cd";
    json.object("facility").array("extension").object().text("url", url);
    json.coding("valueCoding", url, "01", "Community/retail pharmacy").end().endArray();
    json.object("identifier").concept("type", Systems.IDENTIFIER_TYPE, "npi", null);
    json.text("value", ClaimText.npi(dice)).end();
    json.text("display", words.oneOf("facility", dice).display()).end();
  }

  /** One member of the care team. */
  void member(ClaimTemplate.Role role, int sequence, ClaimFacts facts) {
    Dice dice = facts.dice();
    boolean performing = role.code().equals("performing");
    json.object();
    if (performing && role.withSpecialty()) {
      participation();
    }
    json.number("sequence", sequence).object("provider");
    npi(ClaimText.npi(dice));
    json.text("display", "DR. " + words.oneOf("family", dice).display().toUpperCase(Locale.ROOT));
    json.end();
    if (performing) {
      json.flag("responsible", true);
    }
    json.concept("role", Systems.CARE_TEAM_ROLE, role.code(), role.display());
    Word taxonomy = words.oneOf("taxonomy", dice);
    json.object("qualification").array("coding");
    json.coding(Systems.TAXONOMY, taxonomy.code(), taxonomy.display());
    if (role.withSpecialty()) {
      Word specialty = words.oneOf("specialty", dice);
      json.coding(Systems.VARIABLES + "prvdr_spclty", specialty.code(), specialty.display());
    }
    json.endArray().end().end();
  }

  private void participation() {
    String url = Systems.VARIABLES + "prtcptng_ind_cd";
    json.array("extension").object().text("url", url);
    json.coding("valueCoding", url, "1", "Participating").end().endArray();
  }

  private void npi(String value) {
    json.object("identifier");
    json.concept("type", Systems.IDENTIFIER_TYPE, "npi", "National Provider Identifier");
    json.text("value", value).end();
  }
}
