package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceFilterTest {
  private static final ResourceKind CLAIM = ResourceKind.EXPLANATION_OF_BENEFIT;
  private static final String MBI = "1S00E00AA00";
  private static final String CLAIM_BODY =
      """
      {"resourceType":"ExplanationOfBenefit","meta":{"tag":[{"system":"http://t","code":"x|y"}]},
       "contained":[{"resourceType":"Claim","type":{"coding":[{"system":"s","code":"INNER"}]}}],
       "identifier":[{"type":{"coding":[{"code":"uc"}]},"system":"http://claims","value":"77"},{"value":"88"}],
       "t\\u0079pe":{"coding":[{"system":"http://a","code":"CARRIER"},{"code":"40"}]},
       "patient":{"reference":"Patient/p-1"},
       "billablePeriod":{"start":"2025-03-10","end":"2025-04"},"outcome":"complete"}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "_id=c1 true",
        "_id=c2 false",
        "_id=c2,c1 true",
        "_id=C1 false",
        "_lastUpdated=2026-03-31 true",
        "_lastUpdated=2026-03 true",
        "_lastUpdated=gt2026-03-31 false",
        "_lastUpdated=ge2026-03-31 true",
        "_lastUpdated=lt2026-03-31T10:20:30.400Z false",
        "_lastUpdated=le2026-03-31T10:20:30.400Z true",
        "_lastUpdated=gt2026-03-31T12:20:30.399%2B02:00 true",
        "_lastUpdated=ne2026-03-31 false",
        "_tag=x%5C%7Cy true",
        "_tag=http://t%7Cx%5C%7Cy true",
        "_tag=http://u%7Cx%5C%7Cy false",
        "_tag=http://t%7C true",
        "type=CARRIER true",
        "type=carrier false",
        "type=INNER false",
        "type=http://a%7CCARRIER true",
        "type=http://a%7C40 false",
        "type=%7C40 true",
        "type=%7CCARRIER false",
        "type=http://a%7C true",
        "type=PDE,40 true",
        "type=PDE&type=40 false",
        "type=CARRIER&type=40 true",
        "patient=p-1 true",
        "patient=Patient/p-1 true",
        "patient=p false",
        "outcome=complete true",
        "outcome=http://hl7.org/fhir/remittance-outcome%7Ccomplete true",
        "outcome=%7Ccomplete false",
        "outcome=error,complete true",
        "identifier=77 true",
        "identifier=http://claims%7C77 true",
        "identifier=http://claims%7C88 false",
        "identifier=%7C88 true",
        "identifier=%7C77 false",
        "identifier=http://claims%7C true",
        "identifier=uc false",
      })
  void givenAFilter_whenAClaimIsHeldAgainstIt_thenItMatchesAsInASearch(
      String query, boolean matches) {
    assertThat(matches(query, CLAIM_BODY)).isEqualTo(matches);
    String kept = ResourceFilter.parse(CLAIM, query).query();
    assertThat(matches(ResourceFilter.ofKept(CLAIM, kept), CLAIM_BODY)).as(kept).isEqualTo(matches);
  }

  // The claim's period is 10 March to 30 April; expected by FHIR R4, Search, "Prefixes".
  @ParameterizedTest
  @CsvSource({
    "2025,true",
    "2025-03,false",
    "2025-03-10,false",
    "ne2025-03,true",
    "ne2025,false",
    "gt2025-04-29,true",
    "gt2025-04-30,false",
    "gt2025-04,false",
    "ge2025-04-30,true",
    "ge2025-05,false",
    "lt2025-03-10,false",
    "lt2025-03-11,true",
    "le2025-03-10,true",
    "le2025-03,true",
    "le2025-03-09,false",
    "sa2025-03-09,true",
    "sa2025-03-10,false",
    "eb2025-05,true",
    "eb2025-04-30,false",
    "ge2025-04-30T23:59:59Z,true",
    "gt2025-04-30T23:59:59.999Z,false",
    "lt2025-03-10T00:00:01Z,true",
    "lt2025-03-10T00:00:00Z,false",
  })
  void givenAServiceDate_whenAPeriodIsHeldAgainstIt_thenBothEndsCount(String date, boolean is) {
    assertThat(matches("service-date=" + date, CLAIM_BODY)).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"start\":\"2025-03-10\"}',ge2030,true",
    "'{\"start\":\"2025-03-10\"}',sa2025-03-09,true",
    "'{\"start\":\"2025-03-10\"}',eb2030,false",
    "'{\"start\":\"2025-03-10\"}',2025,false",
    "'{\"end\":\"2025-03-10\"}',lt1990,true",
    "'{\"end\":\"2025-03-10\"}',gt2025-03-09,true",
    "'{\"end\":\"2025-03-10\"}',gt2025-03-10,false",
    "'{\"end\":\"2025-03-10T23:00:00-05:00\"}',le2025-03-10,true",
    "'{\"end\":\"2025-03-10T23:00:00-05:00\"}',gt2025-03-10,false",
    "'{}',ne2025,false",
    "'{}',ge1900,false",
  })
  void givenAnOpenPeriod_whenHeldAgainstADate_thenItGoesOnForever(
      String period, String date, boolean is) {
    String body = "{\"resourceType\":\"ExplanationOfBenefit\",\"billablePeriod\":" + period + "}";
    assertThat(matches("service-date=" + date, body)).isEqualTo(is);
  }

  @Test
  void givenSeveralFilters_whenOneMatches_thenTheRowIsGiven() {
    List<ResourceFilter> filters =
        List.of(
            ResourceFilter.parse(CLAIM, "type=PDE"),
            ResourceFilter.parse(CLAIM, "type=CARRIER&service-date=ge2025-01-01"));
    SelectedLines lines = new SelectedLines(splicer(), CLAIM, filters, Optional.empty());

    assertThat(lines.line(TestRow.of("c1", CLAIM_BODY))).isPresent();
    assertThat(lines.line(TestRow.of("c1", CLAIM_BODY.replace("CARRIER", "DME")))).isEmpty();
  }

  @Test
  void givenOneFilterInSeveralSpellings_whenParsed_thenTheyAreEqual() {
    ResourceFilter filter =
        ResourceFilter.parse(CLAIM, "type=a%7CB,C&service-date=ge2025-01-01&_id=2,1");

    assertThat(ResourceFilter.parse(CLAIM, "_id=1,2,1&service-date=ge2025-01-01&type=C,a%7c%42"))
        .isEqualTo(filter)
        .hasSameHashCodeAs(filter);
    assertThat(ResourceFilter.ofKept(CLAIM, filter.query())).isEqualTo(filter);
    assertThat(ResourceFilter.parse(CLAIM, "type=a%7CB&type=C")).isNotEqualTo(filter);
  }

  @Test
  void givenAnIdentifier_whenKept_thenItsValueIsNotInIt() {
    String system = "http://hl7.org/fhir/sid/us-mbi";
    for (String value : List.of(MBI, system + "%7C" + MBI, "%7C" + MBI, "x," + MBI)) {
      ResourceFilter filter = ResourceFilter.parse(ResourceKind.PATIENT, "identifier=" + value);
      assertThat(filter.query()).doesNotContain(MBI);
      assertThat(filter.toString()).doesNotContain(MBI);
      assertThat(ResourceFilter.ofKept(ResourceKind.PATIENT, filter.query())).isEqualTo(filter);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patient=" + MBI,
        "patient=p-1,Patient/" + MBI,
        "patient=1s00-e00-aa00",
        "_id=" + MBI,
        "_id=123456789A",
        "type=http://a%7C" + MBI,
        "type=" + MBI + "%7C",
        "_tag=%31S00E00AA00",
        "outcome=" + MBI,
        "identifier=" + MBI + "%7C",
      })
  void givenAnMbiWhereItWouldBeKept_whenParsed_thenRefusedWithoutIt(String query) {
    Refusal refusal = refusal(query);
    assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
    assertThat(refusal.parameter()).contains("_typeFilter");
    assertThat(refusal.detail())
        .contains("looks like an MBI", "identifier")
        .doesNotContainIgnoringCase("1s00", "123456789A");
  }

  /** It was recorded by an earlier version, and its job may still run. */
  @Test
  void givenAKeptFilterWithAnMbi_whenReadAgain_thenTaken() {
    assertThat(ResourceFilter.ofKept(CLAIM, "patient=" + MBI).query()).isEqualTo("patient=" + MBI);
  }

  @Test
  void givenAHashInPlaceOfAnIdentifier_whenAsked_thenItIsOnlyAValue() {
    String kept = ResourceFilter.parse(ResourceKind.PATIENT, "identifier=" + MBI).query();
    ResourceFilter again = ResourceFilter.parse(ResourceKind.PATIENT, kept);
    String body =
        "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\"%s\"}]}".formatted(MBI);

    assertThat(lines(again).line(TestRow.of("a", body))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "type",
        "=x",
        "type=",
        "type=a,",
        "type=%7C",
        "type=%zz",
        "type=%C3",
        "type=a&",
        "service-date=yesterday",
        "service-date=ap2025",
        "service-date=2025-13",
        "service-date=2025-02-30",
        "service-date=",
        "_lastUpdated=gt",
        "_id=a/b",
        "_id=" + "a,"
      })
  void givenAQueryThatCannotBeRead_whenParsed_thenMalformed(String query) {
    assertThat(refusal(query).reason()).isEqualTo(Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_sort=type",
        "_include=x",
        "_revinclude=x",
        "_count=1",
        "_elements=type",
        "_summary=true",
        "patient.identifier=SECRET",
        "patient:Patient=SECRET",
        "type:not=SECRET",
        "SECRET=1",
        "_has:Observation:patient:code=SECRET",
        "beneficiary=SECRET",
        "type:missing=true"
      })
  void givenWhatIsNotServed_whenParsed_thenItSaysWhatIsAndNotWhatWasSent(String query) {
    Refusal refusal = refusal(query);
    assertThat(refusal.reason()).isEqualTo(Reason.NOT_SUPPORTED);
    assertThat(refusal.parameter()).contains("_typeFilter");
    assertThat(refusal.detail()).contains("ExplanationOfBenefit").doesNotContain("SECRET");
  }

  @Test
  void givenAnUnknownParameter_whenRefused_thenThoseThatAreServedAreNamed() {
    for (ResourceKind kind : ResourceKind.values()) {
      assertThatThrownBy(() -> ResourceFilter.parse(kind, "x=1"))
          .hasMessageContainingAll(ResourceFilter.parameters(kind).toArray(CharSequence[]::new));
    }
    assertThat(ResourceFilter.parameters(ResourceKind.PATIENT))
        .containsExactly("_id", "_lastUpdated", "_tag", "identifier");
    assertThat(ResourceFilter.parameters(ResourceKind.COVERAGE)).contains("beneficiary");
    assertThat(ResourceFilter.parameters(CLAIM))
        .contains("patient", "type", "service-date", "outcome", "identifier");
  }

  @Test
  void givenTooManyValues_whenParsed_thenMalformed() {
    String values =
        IntStream.rangeClosed(0, 1000).mapToObj(String::valueOf).collect(Collectors.joining(","));
    assertThat(refusal("_id=" + values).reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void givenALongValue_whenParsed_thenMalformed() {
    assertThat(ResourceFilter.parse(CLAIM, "type=" + "a".repeat(500)).values()).isEqualTo(1);
    assertThat(refusal("type=" + "a".repeat(501)).reason()).isEqualTo(Reason.MALFORMED);
  }

  /** Claims at random, against a matcher that works on the whole tree. */
  @Test
  void givenAnyClaim_whenFiltered_thenTheAnswerIsTheTreesOwn() {
    List<String> codes = List.of("CARRIER", "PDE", "40");
    List<String> systems = List.of("http://a", "http://b", "");
    MadeUpJson made = new MadeUpJson(5);
    int matched = 0;
    for (int i = 0; i < 3000; i++) {
      var claim = made.object(List.of("item", "total", "_type", "contained"), 3);
      var type = claim.putObject("type");
      type.put("text", "CARRIER");
      for (int n = 0; !made.once(3); n++) {
        var coding = type.withArray("coding").addObject().put("code", made.pick(codes));
        String system = made.pick(systems);
        if (!system.isEmpty()) {
          coding.put("system", system);
        }
      }
      String system = made.pick(systems);
      String code = made.pick(codes);
      boolean expected = false;
      for (var coding : claim.at("/type/coding")) {
        expected |=
            coding.path("code").asText().equals(code)
                && coding.path("system").asText("").equals(system);
      }
      byte[] json = made.written(claim);
      String text = new String(json, StandardCharsets.UTF_8);
      String query = "type=" + PercentText.encode(system + "|" + code);

      assertThat(matches(query, text)).as(query + " " + text).isEqualTo(expected);
      matched += expected ? 1 : 0;
    }
    assertThat(matched).isBetween(300, 2700);
  }

  private static boolean matches(String query, String body) {
    return matches(ResourceFilter.parse(CLAIM, query), body);
  }

  private static boolean matches(ResourceFilter filter, String body) {
    ResourceCursor.Row row = TestRow.of("c1", body);
    return filter.matches(
        new Candidate(row, row.body(), FilterQuery.elements(List.of(filter.criteria()))));
  }

  private static SelectedLines lines(ResourceFilter filter) {
    return new SelectedLines(splicer(), filter.kind(), List.of(filter), Optional.empty());
  }

  private static NdjsonSplicer splicer() {
    return new NdjsonSplicer(FhirContext.forR4Cached());
  }

  private static Refusal refusal(String query) {
    try {
      ResourceFilter.parse(CLAIM, query);
    } catch (Refusal e) {
      return e;
    }
    throw new AssertionError("not refused: " + query);
  }
}
