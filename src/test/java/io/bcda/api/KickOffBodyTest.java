package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bcda.export.ExportLevel;
import io.bcda.export.KickOffManner.Method;
import io.bcda.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Bulk Data Access: parameters of a kick-off by POST "are submitted in a Parameters resource". */
class KickOffBodyTest {
  private static final String FHIR = "application/fhir+json";
  private static final String PRETTY =
      """
          {
            'name': 'patient',
            'valueReference': {
              'reference': 'Patient/%s'
            }
          }""";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'_type','valueString':'Patient,Coverage'}|_type|Patient,Coverage",
        "{'name':'_type','valueCode':'Patient'}|_type|Patient",
        "{'name':'_outputFormat','valueString':'ndjson'}|_outputFormat|ndjson",
        "{'name':'_outputFormat','valueUri':'ndjson'}|_outputFormat|ndjson",
        "{'name':'_since','valueInstant':'2026-01-01T00:00:00Z'}|_since|2026-01-01T00:00:00Z",
        "{'name':'_since','valueDateTime':'2026-01-01T00:00:00Z'}|_since|2026-01-01T00:00:00Z",
        "{'name':'_until','valueString':'2026-01-01T00:00:00Z'}|_until|2026-01-01T00:00:00Z",
        "{'name':'_elements','valueString':'id'}|_elements|id",
        "{'name':'_typeFilter','valueString':'Patient?_id=1'}|_typeFilter|Patient?_id=1",
        "{'name':'patient','valueReference':{'reference':'Patient/1','display':'x'}}|patient|Patient/1",
        "{'name':'patient','valueString':'1'}|patient|1",
        "{'name':'includeAssociatedData','valueCode':'c'}|includeAssociatedData|c",
        "{'name':'includeAssociatedData','valueCoding':{'system':'s','code':'c'}}|includeAssociatedData|c",
        "{'name':'organizeOutputBy','valueCode':'Patient'}|organizeOutputBy|Patient",
        "{'name':'allowPartialManifests','valueBoolean':true}|allowPartialManifests|true",
        "{'id':'1','extension':[],'name':'_type','valueCode':'Patient'}|_type|Patient",
        "{'name':'unheard','part':[{'name':'x'}]}|unheard|``",
      })
  void givenAPart_whenRead_thenAsAQueryHasIt(String part, String name, String value) {
    assertThat(read(parameters(part)).values()).isEqualTo(Map.of(name, List.of(value)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'_type'}|_type|valueCode, valueString, valueUri",
        "{'name':'_type','valueInteger':1}|_type|valueCode, valueString, valueUri",
        "{'name':'_type','valueString':1}|_type|one value",
        "{'name':'_type','valueString':null}|_type|one value",
        "{'name':'_type','valueString':'Patient','valueCode':'Patient'}|_type|one value",
        "{'name':'_type','valueString':'Patient','_valueString':{}}|_type|one value",
        "{'name':'_type','part':[]}|_type|one value",
        "{'name':'_type','resource':{'resourceType':'Patient'}}|_type|one value",
        "{'name':'_since','valueCode':'x'}|_since|valueDateTime, valueInstant, valueString",
        "{'name':'patient','valueReference':{'display':'x'}}|patient|valueReference",
        "{'name':'patient','valueReference':{'identifier':{'value':'x'}}}|patient|valueReference",
        "{'name':'allowPartialManifests','valueBoolean':'true'}|allowPartialManifests|valueBoolean",
        "{'name':'includeAssociatedData','valueCoding':{}}|includeAssociatedData|valueCoding",
        "{'valueString':'x'}||must have a name",
        "{'name':1,'valueString':'x'}||must have a name",
        "{'name':''}||must have a name",
        "'x'||must have a name",
      })
  void givenABadPart_whenRead_thenRefusedNamingTheParameter(
      String part, String parameter, String text) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(parameters(part)));
    assertThat(refusal.detail()).contains(text);
    assertThat(refusal.parameter().orElse(null)).isEqualTo(parameter);
    assertThat(OutcomeMapping.status(refusal.reason())).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "{}",
        "{'resourceType':'Patient'}",
        "{'resourceType':'Bundle','entry':[]}",
        "{'resourceType':'Parameters','parameter':{}}",
        "{'resourceType':'Parameters','parameters':[{'name':'_type','valueString':'Patient'}]}",
        "{'resourceType':'Parameters','resourceType':'Parameters'}",
        "{'resourceType':'Parameters'}{}",
        "{'resourceType':'Parameters',}",
        "_type=Patient",
        "<Parameters xmlns='http://hl7.org/fhir'/>",
      })
  void givenABodyThatIsNoParameters_whenRead_thenRefused(String body) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(body));
    assertThat(OutcomeMapping.status(refusal.reason())).isEqualTo(400);
  }

  @Test
  void givenADeepBody_whenRead_thenRefused() {
    String deep = "{'resourceType':'Parameters','parameter':" + "[".repeat(5000);
    assertThat(catchThrowableOfType(Refusal.class, () -> read(deep)).detail())
        .contains("nested too deep");
  }

  /** Two bytes each, which a tree of them would make fifty. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", "1", "[]", "''"})
  void givenVeryManyValues_whenRead_thenRefusedForTheirNumber(String value) {
    String many = parameters((value + ",").repeat(160_000) + value);
    assertThat(catchThrowableOfType(Refusal.class, () -> read(many)).detail())
        .contains("too many names and values");
  }

  @Test
  void givenAVeryLongText_whenRead_thenRefusedForItsLength() {
    String text = "x".repeat(262_145);
    String body = parameters("{'name':'_elements','valueString':'" + text + "'}");
    assertThat(catchThrowableOfType(Refusal.class, () -> read(body)).detail())
        .contains("262,144 characters");
  }

  /** As a client prints it, with all that a reference may hold but an identifier. */
  @Test
  void givenTenThousandPatientsPrintedPrettily_whenRead_thenAllOfThem() {
    String id = "a".repeat(59); // and five digits: the longest that FHIR R4 has
    String parts =
        IntStream.range(10_000, 20_000)
            .mapToObj(i -> PRETTY.formatted(id + i))
            .collect(Collectors.joining(",\n"));
    assertThat(read(parameters(parts)).all("patient")).hasSize(10_000);
  }

  @Test
  void givenBytesThatAreNoText_whenRead_thenRefused() {
    MockHttpServletRequest request = request(FHIR, "");
    request.setContent(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', '}'});
    assertThat(catchThrowableOfType(Refusal.class, () -> take(request))).isNotNull();
  }

  @Test
  void givenNoPart_whenRead_thenEverythingIsAskedFor() {
    assertThat(read("{'resourceType':'Parameters'}").values()).isEmpty();
    assertThat(read(parameters("")).values()).isEmpty();
  }

  @Test
  void givenAParameterTwice_whenRead_thenBothValuesInOrder() {
    assertThat(
            read(parameters(
                    "{'name':'_type','valueCode':'Patient'},{'name':'_type','valueCode':'x'}"))
                .values())
        .containsExactly(Map.entry("_type", List.of("Patient", "x")));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "application/x-www-form-urlencoded",
        "application/fhir+xml",
        "text/json",
        "application/fhir+ndjson",
        "application/json-patch+json"
      })
  void givenAnotherMediaType_whenRead_then415NamingThose(String type) {
    HttpFault fault =
        catchThrowableOfType(
            HttpFault.class, () -> take(request(type, "{'resourceType':'Parameters'}")));
    assertThat(fault.status()).isEqualTo(415);
    assertThat(fault.detail()).contains("application/fhir+json, application/json");
    assertThat(fault.headers()).containsEntry("Accept", "application/fhir+json, application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "Application/FHIR+JSON; charset=utf-8"})
  void givenJson_whenRead_thenTaken(String type) {
    assertThat(take(request(type, "{'resourceType':'Parameters'}")).names()).isEmpty();
  }

  @Test
  void givenACompressedBody_whenRead_then415() {
    MockHttpServletRequest request = request(FHIR, "{'resourceType':'Parameters'}");
    request.addHeader("Content-Encoding", "gzip");
    assertThat(catchThrowableOfType(HttpFault.class, () -> take(request)).status()).isEqualTo(415);
  }

  @Test
  void givenAnEndlessBody_whenRead_then413() {
    String body = parameters("{'name':'x','valueString':'" + "x".repeat(5 << 20) + "'}");
    assertThat(catchThrowableOfType(HttpFault.class, () -> read(body)).status()).isEqualTo(413);
  }

  static KickOffInput input(String name, String value) {
    return new KickOffInput(
        new QueryParameters(Map.of(name, List.of(value))),
        Method.POST,
        Optional.of(ExportLevel.PATIENT));
  }

  private static String parameters(String parts) {
    return "{'resourceType':'Parameters','parameter':[" + parts + "]}";
  }

  private static QueryParameters take(HttpServletRequest request) {
    return KickOffBody.parse(KickOffBody.read(request));
  }

  private static QueryParameters read(String body) {
    return take(request(FHIR, body));
  }

  private static MockHttpServletRequest request(String type, String body) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v2/$export");
    request.setContentType(type);
    request.setContent(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    return request;
  }
}
