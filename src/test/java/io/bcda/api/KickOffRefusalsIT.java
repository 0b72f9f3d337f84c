package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each parameter of a kick-off that is refused, at each level, by GET and POST, word for word. */
class KickOffRefusalsIT {
  private static final String INSTANT =
      "Invalid date format supplied in %s parameter.  Date must be in FHIR Instant format, for"
          + " example 2026-02-13T08:00:00.000-05:00";
  private static final String UNKNOWN =
      "Invalid parameter: this server knows _elements, _format, _outputFormat, _since, _type,"
          + " _typeFilter, _until, allowPartialManifests, organizeOutputBy, patient here";
  private static final String ELEMENTS =
      "_elements takes elements at the root of Coverage, ExplanationOfBenefit, Patient as FHIR R4"
          + " names them, each as element or Type.element, for example"
          + " ExplanationOfBenefit.diagnosis";

  /** Name, value, type of the value in Parameters, code and text of the outcome. */
  private record Row(String name, String value, String holder, String code, String text) {
    String part() {
      String quote = holder.equals("valueBoolean") ? "" : "'";
      return "{'name':'%s','%s':%s%s%s}".formatted(name, holder, quote, value, quote);
    }

    String query() {
      return name + "=" + KickOffDesk.encoded(value);
    }
  }

  private static List<Row> rows() {
    String formats =
        "_outputFormat parameter must be one of application/fhir+ndjson, application/ndjson, ndjson";
    String types =
        "Invalid resource type in _type. Supported types: Coverage, ExplanationOfBenefit, Patient";
    String search =
        "_typeFilter must be Type?parameter=value. Supported types: Coverage, ExplanationOfBenefit,"
            + " Patient";
    String no = "Invalid parameter: this server does not support the %s parameter%s";
    String associated = no.formatted("includeAssociatedData", ": it keeps no Provenance.");
    return List.of(
        new Row("_outputFormat", "text/csv", "valueString", "structure", formats),
        new Row("_since", "2026-01-01", "valueDateTime", "structure", INSTANT.formatted("_since")),
        new Row("_since", "soon", "valueInstant", "structure", INSTANT.formatted("_since")),
        new Row("_until", "2026-01-01", "valueDateTime", "structure", INSTANT.formatted("_until")),
        new Row("_type", "Observation", "valueCode", "structure", types),
        new Row(
            "_type",
            "Patient,Patient",
            "valueString",
            "structure",
            "Repeated resource type Patient"),
        new Row("_typeFilter", "Patient", "valueString", "structure", search),
        new Row("_typeFilter", "Observation?code=x", "valueString", "structure", search),
        new Row("_elements", "Patient.nothing", "valueString", "structure", ELEMENTS),
        new Row("_elements", "name.family", "valueString", "structure", ELEMENTS),
        new Row(
            "includeAssociatedData",
            "LatestProvenanceResources",
            "valueCode",
            "not-supported",
            associated),
        new Row(
            "organizeOutputBy",
            "Group",
            "valueString",
            "not-supported",
            "Invalid parameter: this server supports organizeOutputBy with the one value Patient."),
        new Row(
            "allowPartialManifests",
            "yes",
            "valueString",
            "structure",
            "allowPartialManifests must be true or false."),
        new Row("unheard", "x", "valueString", "structure", UNKNOWN));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAParameterThatIsRefused_whenKickedOff_thenToldByGetAndPostAlike(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    for (String level : KickOffDesk.LEVELS) {
      for (Row row : rows()) {
        JsonNode expected = outcome(row.code(), row.text(), row.name());
        Raw byGet = KickOffDesk.get(world, level, row.query());
        assertRefused(byGet, 400, expected);
        assertRefused(KickOffDesk.post(world, level, row.part()), 400, expected);
      }
    }
    assertThat(AcoClient.json(world.client().get("/api/v2/jobs").body())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenParametersThatDoNotGoTogether_whenKickedOff_thenRefused(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    String since = "{'name':'_since','valueInstant':'2026-01-02T00:00:00Z'}";
    String until = "{'name':'_until','valueInstant':'2026-01-01T00:00:00Z'}";
    String type = "{'name':'_type','valueCode':'Coverage'}";
    String filter = "{'name':'_typeFilter','valueString':'Patient?_id=1'}";
    for (String level : KickOffDesk.LEVELS) {
      assertRefused(
          KickOffDesk.post(world, level, since + "," + until),
          400,
          outcome("structure", "_until must be after _since", "_until"));
      assertRefused(
          KickOffDesk.post(world, level, type + "," + filter),
          400,
          outcome(
              "structure",
              "_typeFilter has a search for a type that _type does not ask for",
              "_typeFilter"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenPatients_whenNotAllowedThere_thenRefused(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    String part = "{'name':'patient','valueReference':{'reference':'Patient/1'}}";
    String elsewhere = part.replace("Patient/1", "https://example.org/Patient/1");
    for (String level : KickOffDesk.LEVELS) {
      assertRefused(
          KickOffDesk.get(world, level, "patient=Patient/1"),
          400,
          outcome("not-supported", "patient is taken in the body of a POST only", "patient"));
    }
    assertRefused(
        KickOffDesk.post(world, "$export", part),
        400,
        outcome(
            "not-supported",
            "patient is taken by Patient/$export and Group/{id}/$export only",
            "patient"));
    assertRefused(
        KickOffDesk.post(world, "Patient/$export", elsewhere, "respond-async, handling=lenient"),
        400,
        outcome(
            "structure",
            "patient must be a reference to a Patient of this server: Patient/id",
            "patient"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/x-www-form-urlencoded|_type=Patient|415|not-supported|one of application/fhir+json, application/json",
        "application/fhir+xml|<Parameters/>|415|not-supported|one of application/fhir+json",
        "application/fhir+json|``|400|structure|must be a FHIR Parameters resource",
        "application/fhir+json|{|400|structure|not well-formed JSON",
        "application/json|{'resourceType':'Patient'}|400|structure|must be a FHIR Parameters resource",
        "application/json|{'resourceType':'Parameters','x':1}|400|structure|nothing else",
        "application/json|{'resourceType':'Parameters','parameter':[{'valueString':'x'}]}|400|structure|must have a name",
      })
  void givenABadBody_whenPosted_thenRefusedInForm(
      String type, String body, int status, String code, String text) {
    TinyWorld world = KickOffDesk.world(TestServer.H2);
    for (String level : KickOffDesk.LEVELS) {
      Raw answer = KickOffDesk.send(world, level, type, body.replace('\'', '"'));
      assertThat(answer.status()).as(answer.text()).isEqualTo(status);
      assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
      JsonNode issue = AcoClient.json(answer.text()).at("/issue/0");
      assertThat(issue.get("code").asText()).isEqualTo(code);
      assertThat(issue.get("diagnostics").asText()).contains(text);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAQueryBesideABody_whenPosted_thenRefused(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    Raw answer =
        KickOffDesk.send(
            world,
            "Group/all/$export?_type=Patient",
            "application/fhir+json",
            "{\"resourceType\":\"Parameters\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("stand in its body; its URL takes none");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnIdentifier_whenInAUrl_thenRefusedWhateverTheHandlingAndNotToldOn(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    String lenient = "respond-async, handling=lenient";
    for (String query :
        List.of(
            "_typeFilter=Patient%3Fidentifier%3D1S00A00AA00",
            "_typeFilter=Patient%253Fidentifier%253D1S00A00AA00",
            "_typeFilter=Coverage%3Fbeneficiary.identifier%3Dx",
            "unheard=1S00A00AA00",
            "unheard=1S00-A00-AA00",
            "unheard=%2531S00A00AA00",
            "1S00A00AA00=",
            "identifier=x")) {
      Raw answer = KickOffDesk.get(world, "Group/all/$export", query, lenient);
      assertThat(answer.status()).as(query).isEqualTo(400);
      assertThat(answer.text()).contains("by POST").doesNotContain("1S00", "31S00");
    }
    assertThat(AcoClient.json(world.client().get("/api/v2/jobs").body())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnUnknownGroup_whenPosted_then404AsByGet(TestServer server) {
    TinyWorld world = KickOffDesk.world(server);
    Raw answer = KickOffDesk.post(world, "Group/every/$export", "");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEqualTo(KickOffDesk.get(world, "Group/every/$export", "").text());
  }

  private static void assertRefused(Raw answer, int status, JsonNode expected) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
    assertThat(AcoClient.json(answer.text())).isEqualTo(expected);
  }

  private static JsonNode outcome(String code, String text, String parameter) {
    return AcoClient.json(
        """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"%1$s",
         "details":{"text":"%2$s"},"diagnostics":"%2$s",
         "location":["http.%3$s"],"expression":["%3$s"]}]}
        """
            .formatted(code, text, parameter));
  }
}
