package io.bcda.loading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a line is about, by its resourceType and, of a claim, by CMS's eob-type; with the profile of
 * CARIN Blue Button 2.0.0 that CMS's own server (BFD, v2) declares for it. Two of BFD's choices are
 * odd and kept, so that figures can be compared with CMS's: DME as an inpatient stay, and home
 * health as a professional's claim. {@code meta.profile} is never asked: senders differ.
 */
enum LineKind {
  PATIENT("Patient", "C4BB-Patient"),
  COVERAGE("Coverage", "C4BB-Coverage"),
  CARRIER("CARRIER", "C4BB-ExplanationOfBenefit-Professional-NonClinician"),
  DME("DME", "C4BB-ExplanationOfBenefit-Inpatient-Institutional"),
  HHA("HHA", "C4BB-ExplanationOfBenefit-Professional-NonClinician"),
  HOSPICE("HOSPICE", "C4BB-ExplanationOfBenefit-Inpatient-Institutional"),
  INPATIENT("INPATIENT", "C4BB-ExplanationOfBenefit-Inpatient-Institutional"),
  OUTPATIENT("OUTPATIENT", "C4BB-ExplanationOfBenefit-Outpatient-Institutional"),
  SNF("SNF", "C4BB-ExplanationOfBenefit-Inpatient-Institutional"),
  PDE("PDE", "C4BB-ExplanationOfBenefit-Pharmacy"),
  OTHER_CLAIM("other claims", null),
  OTHER("other lines", null);

  private static final String PROFILES = "http://hl7.org/fhir/us/carin-bb/StructureDefinition/";
  private static final String EOB_TYPE = "https://bluebutton.cms.gov/resources/codesystem/eob-type";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String label;
  private final @Nullable String profile;

  LineKind(String label, @Nullable String profile) {
    this.label = label;
    this.profile = profile;
  }

  /** How it is called in the report. */
  String label() {
    return label;
  }

  /** Canonical URL, without version; empty if nobody says which profile fits. */
  Optional<String> profile() {
    return Optional.ofNullable(profile).map(PROFILES::concat);
  }

  /** A first look, which does not judge: a line that is no JSON is one of the others. */
  static LineKind of(NdjsonLine line) {
    try (JsonParser in = JSON.createParser(line.bytes())) {
      return look(in);
    } catch (IOException e) {
      return OTHER;
    }
  }

  private static LineKind look(JsonParser in) throws IOException {
    String resource = null;
    JsonNode type = null;
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return OTHER;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      if (key.equals("resourceType")) {
        resource = in.getValueAsString("");
      } else if (key.equals("type")) {
        type = in.readValueAsTree();
      } else {
        in.skipChildren();
      }
      boolean isClaim = "ExplanationOfBenefit".equals(resource);
      if (resource != null && (!isClaim || type != null)) {
        break;
      }
    }
    return of(resource, type);
  }

  private static LineKind of(@Nullable String resource, @Nullable JsonNode type) {
    if ("ExplanationOfBenefit".equals(resource)) {
      return type == null ? OTHER_CLAIM : ofClaim(type);
    }
    return Stream.of(PATIENT, COVERAGE)
        .filter(kind -> kind.label.equals(resource))
        .findFirst()
        .orElse(OTHER);
  }

  private static LineKind ofClaim(JsonNode type) {
    for (JsonNode coding : type.path("coding")) {
      if (EOB_TYPE.equals(coding.path("system").asText())) {
        String code = coding.path("code").asText();
        return Stream.of(values())
            .filter(kind -> kind.isClaim() && kind.label.equals(code))
            .findFirst()
            .orElse(OTHER_CLAIM);
      }
    }
    return OTHER_CLAIM;
  }

  private boolean isClaim() {
    return compareTo(CARRIER) >= 0 && compareTo(PDE) <= 0;
  }
}
