package io.bcda.sandbox;

import io.bcda.sandbox.Vocabulary.Word;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a Patient in the shape of CMS's Beneficiary FHIR Data server, v2. Not thread-safe. */
final class PatientText {
  private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/";

  private final JsonText json = new JsonText();
  private final World world;
  private final Detail detail;
  private final Enrollment enrollment;

  PatientText(World world, Detail detail) {
    this.world = world;
    this.detail = detail;
    this.enrollment = new Enrollment(json, world.spec().performanceYear());
  }

  /** One line of NDJSON, with what this stage knows of the person. */
  byte[] line(Stage stage, Person person) {
    boolean corrected = stage == Stage.SECOND && person.patientChanges();
    boolean fresh = stage == Stage.FIRST || person.isKnownAt(Stage.FIRST) && !corrected;
    json.start().text("resourceType", "Patient").text("id", person.id());
    json.object("meta");
    json.text("lastUpdated", JsonText.instant(world.times().current(fresh ? Stage.FIRST : stage)));
    json.array("profile").text(Systems.C4BB_PROFILE + "Patient").endArray();
    if (person.isOfCast()) {
      json.array("tag").coding(Systems.ACT_REASON, Systems.TEST_DATA, null).endArray();
    }
    json.end();
    extensions(person);
    identifiers(stage, person);
    name(person.life());
    json.text("gender", person.life().female() ? "female" : "male");
    json.text("birthDate", person.life().birth().toString());
    deceased(person.life().death());
    address(person, corrected);
    return json.finishLine();
  }

  private void extensions(Person person) {
    json.array("extension").object().text("url", US_CORE + "us-core-sex");
    json.text("valueCode", person.life().female() ? "248152002" : "248153007").end();
    String race = Systems.VARIABLES + "race";
    Word code =
        List.of(new Word("1", "White"), new Word("2", "Black"), new Word("5", "Hispanic"))
            .get(person.index() % 3);
    json.object().text("url", race).coding("valueCoding", race, code.code(), code.display()).end();
    json.object().text("url", US_CORE + "us-core-race").array("extension").object();
    json.text("url", "ombCategory");
    json.coding("valueCoding", Systems.TERMINOLOGY + "v3-NullFlavor", "UNK", "Unknown").end();
    json.object().text("url", "text").text("valueString", "Unknown").end().endArray().end();
    if (detail == Detail.FULL) {
      enrollment.referenceYear();
      enrollment.dualStatus();
    }
    json.endArray();
  }

  private void identifiers(Stage stage, Person person) {
    String current = person.currentMbi(stage);
    json.array("identifier");
    for (String mbi : person.mbis(stage)) {
      mbi(mbi, mbi.equals(current), since(stage, person));
    }
    json.object();
    json.concept("type", Systems.TERMINOLOGY + "v2-0203", "MB", "Member Number");
    json.text("system", Systems.VARIABLES + "bene_id").text("value", person.id()).end().endArray();
  }

  private LocalDate since(Stage stage, Person person) {
    boolean renewed = stage == Stage.SECOND && person.laterMbi() != null;
    return renewed ? world.times().later().toLocalDate() : person.mbiSince();
  }

  private void mbi(String value, boolean current, LocalDate since) {
    json.object().object("type").array("coding").object().array("extension").object();
    json.text("url", Systems.CURRENCY);
    json.coding(
        "valueCoding",
        Systems.CURRENCY,
        current ? "current" : "historic",
        current ? "Current" : "Historic");
    json.end().endArray().text("system", Systems.TERMINOLOGY + "v2-0203").text("code", "MC");
    json.text("display", "Patient's Medicare number").end().endArray().end();
    json.text("system", Systems.MBI).text("value", value);
    if (current) {
      json.object("period").text("start", since.toString()).end();
    }
    json.end();
  }

  private void name(Person.Life life) {
    json.array("name").object().text("use", "usual").text("family", life.family());
    json.array("given").text(life.given()).text(life.middle()).endArray().end().endArray();
  }

  private void deceased(@Nullable LocalDate death) {
    if (death == null) {
      json.flag("deceasedBoolean", false);
    } else {
      json.text("deceasedDateTime", death.toString());
    }
  }

  /** A corrected Patient has moved house, within the ZIP code's neighbours. */
  private void address(Person person, boolean corrected) {
    Person.Home home = person.life().home();
    String zip = home.zip();
    if (corrected) {
      zip = zip.substring(0, 4) + (char) ('0' + (zip.charAt(4) - '0' + 3) % 10);
    }
    json.array("address").object().text("state", home.ssaState());
    json.text("postalCode", zip).end().endArray();
  }
}
