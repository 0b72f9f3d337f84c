package io.bcda.loading;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Lines that hold to the rules of the gate, and lines that do not; all but for that well-formed.
 */
final class RuleLines {
  private static final String CLAIM = TestLines.claim("c1", "p1");
  private static final String COVERAGE = TestLines.coverage("k1", "p1");
  private static final String PERIOD = "{\"start\":\"2024-03-01\",\"end\":\"2024-03-31\"}";

  /** What FHIR R4 requires of them, and what stands for it in the lines above. */
  private static final List<String> REQUIRED_OF_CLAIM =
      List.of(
          "\"status\":\"active\",",
          "\"type\":{\"text\":\"CARRIER\"},",
          "\"use\":\"claim\",",
          "\"created\":\"2024-04-02\",",
          "\"outcome\":\"complete\",",
          "\"insurer\":{\"display\":\"CMS\"},",
          "\"provider\":{\"display\":\"p\"},",
          "\"insurance\":[{\"focal\":true,\"coverage\":{\"reference\":\"Coverage/part-b-p1\"}}],");

  private RuleLines() {}

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of("in HAPI's form", inForm(CLAIM)),
        Arguments.of("kind", inForm(TestLines.claimOfKind("CARRIER"))),
        Arguments.of("kind, not in form", TestLines.claimOfKind("PDE")),
        Arguments.of("Coverage", COVERAGE),
        Arguments.of("Patient", TestLines.patient("p1", "1S00E00AA01")),
        Arguments.of("one day", period("2024-03-01", "2024-03-01")),
        Arguments.of("month after day", period("2024-03-31", "2024-03")),
        Arguments.of("years", period("2024", "2024")),
        Arguments.of("first year", period("1900-01-01", "1900-01-02")),
        Arguments.of("last year", period("2199-12-30", "2199-12-31")),
        Arguments.of("zones", period("2024-03-02T00:30:00+05:00", "2024-03-01T20:00:00Z")),
        Arguments.of("only an end", inForm(CLAIM).replace(PERIOD, "{\"end\":\"2024-03-31\"}")),
        Arguments.of("no period", inForm(CLAIM).replace("\"billablePeriod\":" + PERIOD + ",", "")),
        Arguments.of(
            "a date that is not reckoned with", inForm(CLAIM).replace("2024-04-02", "9999-12-31")),
        Arguments.of(
            "other system",
            inForm(TestLines.claimOfKind("ODD")).replace("codesystem/eob-type", "other")));
  }

  static Stream<Arguments> bad() {
    List<Arguments> lines = new ArrayList<>();
    for (String element : REQUIRED_OF_CLAIM) {
      String without = inForm(CLAIM).replace(element, "");
      lines.add(Arguments.of("without " + element, without, LineReason.MISSING_ELEMENT));
    }
    lines.add(
        Arguments.of(
            "Coverage without payor",
            COVERAGE.replace(",\"payor\":[{\"display\":\"CMS\"}]", ""),
            LineReason.MISSING_ELEMENT));
    lines.add(
        Arguments.of("reversed", period("2024-03-31", "2024-03-01"), LineReason.REVERSED_PERIOD));
    lines.add(
        Arguments.of("year reversed", period("2024-03-31", "2023"), LineReason.REVERSED_PERIOD));
    lines.add(
        Arguments.of(
            "instants reversed",
            period("2024-03-01T10:00:00Z", "2024-03-01T09:59:59Z"),
            LineReason.REVERSED_PERIOD));
    lines.add(Arguments.of("old", period("1899-12-31", "2024-03-31"), LineReason.IMPOSSIBLE_DATE));
    lines.add(Arguments.of("far", period("2024-03-01", "2200-01-01"), LineReason.IMPOSSIBLE_DATE));
    lines.add(
        Arguments.of("no date", period("2024-03-01", "9999-12-31"), LineReason.IMPOSSIBLE_DATE));
    lines.add(
        Arguments.of(
            "item's date",
            CLAIM
                .replace("\"billablePeriod\":" + PERIOD + ",", "")
                .replace(
                    "\"total\"",
                    "\"item\":[{\"sequence\":1,\"productOrService\":{\"text\":\"s\"},"
                        + "\"servicedDate\":\"9999-12-31\"}],\"total\""),
            LineReason.IMPOSSIBLE_DATE));
    lines.add(
        Arguments.of(
            "unknown kind", inForm(TestLines.claimOfKind("ODD")), LineReason.ODD_EOB_TYPE));
    lines.add(
        Arguments.of(
            "small kind", inForm(TestLines.claimOfKind("carrier")), LineReason.ODD_EOB_TYPE));
    String kind = inForm(TestLines.claimOfKind("CARRIER"));
    String coding = kind.substring(kind.indexOf("[{\"system\"") + 1, kind.indexOf("}]") + 1);
    lines.add(
        Arguments.of(
            "two kinds",
            kind.replace(coding, coding + "," + coding.replace("CARRIER", "PDE")),
            LineReason.ODD_EOB_TYPE));
    lines.add(
        Arguments.of(
            "kind without code",
            kind.replace(",\"code\":\"CARRIER\"", ""),
            LineReason.ODD_EOB_TYPE));
    return lines.stream();
  }

  private static String period(String start, String end) {
    return inForm(CLAIM).replace(PERIOD, "{\"start\":\"%s\",\"end\":\"%s\"}".formatted(start, end));
  }

  /** HAPI writes outcome behind insurer and provider. */
  private static String inForm(String claim) {
    String outcome = "\"outcome\":\"complete\",";
    return claim.replace(outcome, "").replace("\"insurance\"", outcome + "\"insurance\"");
  }
}
