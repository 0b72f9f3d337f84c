package io.bcda.export;

import io.bcda.export.ChainModel.Kept;
import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bodies of resources, as JSON, each telling its edition.
 *
 * @param mbis by person
 * @param inWindow a day of service that the group asked for has
 * @param outOfWindow a day of service that Group/runout does not have
 */
record ChainBodies(Map<String, String> mbis, LocalDate inWindow, LocalDate outOfWindow) {
  private static final Pattern EDITION = Pattern.compile("edition-([0-9]+)");
  private static final String SENSITIVE =
      "\"diagnosis\":[{\"sequence\":1,\"diagnosisCodeableConcept\":{\"coding\":[{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":\"F10.10\"}]}}]";

  String of(Kept kept) {
    String patient = "Patient/" + kept.person();
    String edition = "edition-" + kept.edition();
    return switch (kept.type()) {
      case "Patient" ->
          with(
              FhirWriter.patient(kept.id(), mbis.get(kept.person())),
              "\"name\":[{\"text\":\"%s\"}]".formatted(edition));
      case "Coverage" ->
          with(
              FhirWriter.coverage(kept.id(), patient),
              "\"subscriberId\":\"%s\"".formatted(edition));
      default -> claim(kept, patient, edition);
    };
  }

  private String claim(Kept kept, String patient, String edition) {
    String end = (kept.inWindow() ? inWindow : outOfWindow).toString();
    String claim =
        with(
            FhirWriter.claim(kept.id(), patient, end), "\"disposition\":\"%s\"".formatted(edition));
    return kept.hidden() ? with(claim, SENSITIVE) : claim;
  }

  private static String with(String body, String element) {
    return body.substring(0, body.length() - 1) + "," + element + "}";
  }

  /** The edition that a line tells. */
  static int edition(String line) {
    Matcher edition = EDITION.matcher(line);
    if (!edition.find()) {
      throw new AssertionError("no edition: " + line);
    }
    return Integer.parseInt(edition.group(1));
  }

  /** For people. */
  static String text(String line) {
    var json = AcoClient.json(line);
    return "edition %d, version %s of %s"
        .formatted(
            edition(line),
            json.at("/meta/versionId").asText(),
            json.at("/meta/lastUpdated").asText());
  }
}
