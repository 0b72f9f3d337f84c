package io.bcda.loading;

import java.util.ArrayList;
import java.util.List;

/** Lines of shapes that the generator does not make. */
final class OddLines {
  private OddLines() {}

  /** Each has the tag in its id. */
  static List<String> of(String tag) {
    String person = "odd-" + tag;
    List<String> lines = new ArrayList<>();
    lines.add(TestLines.patient(person, "1S00" + tag.substring(1, 3)));
    lines.add(TestLines.coverage("cov-" + tag, person));
    lines.add(TestLines.coverage("lonely-" + tag, "nobody-" + tag));
    for (String date : List.of("2024", "2024-02", "2024-02-29", "2024-02-29T23:30:00-05:00")) {
      String claim = TestLines.claim("c" + date.length() + "-" + tag, person, date);
      lines.add(claim.replace("2024-03-01", "2024-01-01"));
    }
    String plain = TestLines.claim("x-" + tag, person);
    lines.add(
        plain.replace(
            "\"text\":\"CARRIER\"",
            "\"text\":\"tab\\t, \\\"quote\\\", back\\\\slash, 漢字 \uD83D\uDE00\""));
    lines.add(
        TestLines.withId(
            plain.replace("\"meta\":{\"lastUpdated\":\"2024-05-01T00:00:00Z\"},", ""),
            "nometa-" + tag));
    lines.add(
        TestLines.withId(
            plain.replace("\"status\":\"active\"", "\"language\":\"en\",\"status\":\"active\""),
            "lang-" + tag));
    lines.add(
        TestLines.withId(
            plain.replace("Patient/" + person, "Patient/late-" + tag), "early-" + tag));
    lines.add(
        TestLines.withId(
            plain.replace(
                "\"text\":\"CARRIER\"",
                "\"coding\":[{\"system\":\"urn:a\",\"code\":\"A\",\"display\":\"Same\"},{\"system\":\"urn:a\",\"code\":\"A\",\"display\":\"Same\"},{\"code\":\"no-system\"},{\"system\":\"urn:only\"}]"),
            "types-" + tag));
    lines.add(
        TestLines.withId(
            plain
                .replace(
                    "\"status\":\"active\"",
                    "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"org\",\"name\":\"o\"}],\"status\":\"active\"")
                .replace(
                    "\"provider\":{\"display\":\"p\"}", "\"provider\":{\"reference\":\"#org\"}"),
            "contained-" + tag));
    lines.add(
        TestLines.withId(
            plain
                .replace(
                    "\"status\":\"active\"",
                    "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"a\",\"partOf\":{\"reference\":\"#b\"}},{\"resourceType\":\"Organization\",\"id\":\"b\"},{\"resourceType\":\"Organization\",\"id\":\"unused\",\"name\":\"u\"}],\"status\":\"active\"")
                .replace("\"provider\":{\"display\":\"p\"}", "\"provider\":{\"reference\":\"#a\"}"),
            "nested-" + tag));
    lines.add(
        TestLines.withId(
            plain.replace(
                "\"lastUpdated\":\"2024-05-01T00:00:00Z\"",
                "\"security\":[{\"system\":\"urn:s\",\"code\":\"R\"}],\"tag\":[{\"system\":\"urn:t\",\"code\":\"x\"}],\"source\":\"urn:src\""),
            "labels-" + tag));
    return lines;
  }
}
