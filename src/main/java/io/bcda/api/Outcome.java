package io.bcda.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer that is an OperationOutcome.
 *
 * @param status HTTP status
 * @param headers further response headers
 * @param issues at least one
 */
record Outcome(int status, Map<String, String> headers, List<Issue> issues) {
  static final String MEDIA_TYPE = "application/fhir+json";

  Outcome {
    headers = Map.copyOf(headers);
    issues = List.copyOf(issues);
    if (issues.isEmpty()) {
      throw new IllegalArgumentException("an outcome needs an issue");
    }
  }

  /** An error with one issue. */
  static Outcome error(int status, String code, String text) {
    return new Outcome(status, Map.of(), List.of(new Issue("error", code, text, Optional.empty())));
  }

  Outcome with(Map<String, String> headers) {
    return new Outcome(status, headers, issues);
  }

  /** The same with the one code that BCDA's clients know, whatever the error. */
  Outcome inBcdasShape() {
    return new Outcome(
        status, headers, issues.stream().map(i -> i.coded("Request Error")).toList());
  }

  /** What its first issue says. */
  String text() {
    return issues.get(0).text();
  }

  /** As FHIR's JSON, ready for Jackson. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("resourceType", "OperationOutcome");
    List<Map<String, Object>> list = new ArrayList<>();
    issues.forEach(i -> list.add(i.json()));
    json.put("issue", list);
    return json;
  }

  /**
   * One issue.
   *
   * @param severity fatal, error, warning or information
   * @param code of FHIR's value set issue-type
   * @param text for the caller; never an MBI, a token or another ACO's object
   * @param parameter the request parameter or header at fault
   * @param bcdaCode what BCDA writes as the code of {@code details}; empty for no code
   */
  record Issue(
      String severity,
      String code,
      String text,
      Optional<String> parameter,
      Optional<String> bcdaCode) {
    private static final String BCDA_SYSTEM = "http://hl7.org/fhir/ValueSet/operation-outcome";

    Issue(String severity, String code, String text, Optional<String> parameter) {
      this(severity, code, text, parameter, Optional.empty());
    }

    private Issue coded(String bcda) {
      return new Issue(severity, code, text, parameter, Optional.of(bcda));
    }

    private Map<String, Object> details() {
      Map<String, Object> details = new LinkedHashMap<>();
      bcdaCode.ifPresent(
          c ->
              details.put(
                  "coding", List.of(Map.of("system", BCDA_SYSTEM, "code", c, "display", text))));
      details.put("text", text);
      return details;
    }

    private Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("severity", severity);
      json.put("code", code);
      json.put("details", details());
      json.put("diagnostics", text);
      parameter.ifPresent(
          name -> {
            // FHIR R4, OperationOutcome.issue.location: "http." and the name of the parameter
            json.put("location", List.of("http." + name));
            json.put("expression", List.of(name));
          });
      return json;
    }
  }
}
