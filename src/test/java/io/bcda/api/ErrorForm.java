package io.bcda.api;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome;

/**
 * What every error of the public port must be: an OperationOutcome in JSON (FHIR R4), below {@code
 * /auth} OAuth's JSON (RFC 6749 section 5.2), with the headers that HTTP wants of its status (RFC
 * 9110), and silent on what the server is made of and on what was sent.
 */
final class ErrorForm {
  /** What a request plants wherever it can; an MBI that nobody has, so that no answer knows it. */
  static final String PLANT = "1S00A00ZZ99";

  private static final Pattern INSIDE =
      Pattern.compile(
          "Exception|HAPI-|Tomcat|Hibernate|\\tat |(?i:<html)"
              + "|\\b(?:javax?|jakarta|org\\.(?:springframework|apache|hibernate|h2)|ca\\.uhn|io\\.bcda)\\.");
  private final Set<String> read = new HashSet<>();

  /** What is wrong with an answer; nothing with one that is no error. */
  List<String> faults(String method, String target, Raw answer) {
    List<String> faults = new ArrayList<>();
    if (answer.status() < 400) {
      return faults;
    }
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    String all = answer.headers() + text;
    // 501 is the container's to a transfer coding or a method that it does not know.
    check(faults, answer.status() < 500 || answer.status() == 501, "a failure of the server");
    check(faults, !INSIDE.matcher(all).find(), "tells what it is made of");
    check(faults, !all.toUpperCase(Locale.ROOT).contains(PLANT), "repeats what was sent");
    check(faults, answer.status() != 405 || answer.header("Allow") != null, "405 without Allow");
    check(
        faults,
        answer.status() != 401 || answer.header("WWW-Authenticate") != null,
        "401 without WWW-Authenticate");
    String type = String.valueOf(answer.header("Content-Type"));
    boolean oauth = isReadable(target) ? path(target).startsWith("/auth/") : type.contains("/json");
    check(
        faults,
        type.startsWith(oauth ? "application/json" : "application/fhir+json"),
        "is " + type);
    if (method.equals("HEAD")) {
      check(faults, text.isEmpty(), "HEAD with a body");
    } else if (oauth) {
      oauth(faults, text);
    } else {
      outcome(faults, text);
    }
    return faults;
  }

  /** Whether the container can tell the path: a request line that is none has no path. */
  private static boolean isReadable(String target) {
    return target.length() < 30_000 && target.matches("[!-~&&[^#<>\"\\\\^`{|}]]+");
  }

  private static String path(String target) {
    return target.replaceFirst("^http://[^/]*", "");
  }

  private static void oauth(List<String> faults, String text) {
    JsonNode json = json(faults, text);
    check(faults, json.path("error").asText().matches("[a-z_]+"), "no error of RFC 6749: " + text);
  }

  private void outcome(List<String> faults, String text) {
    if (!read.add(text)) {
      return; // as before
    }
    JsonNode json = json(faults, text);
    check(
        faults,
        json.path("resourceType").asText().equals("OperationOutcome"),
        "no OperationOutcome: " + text);
    check(faults, !json.path("issue").isEmpty(), "no issue: " + text);
    for (JsonNode issue : json.path("issue")) {
      String words = issue.at("/details/text").asText(issue.path("diagnostics").asText());
      check(faults, !words.isBlank(), "an issue without words: " + text);
      check(faults, issue.path("severity").asText().equals("error"), "no error: " + text);
    }
    try { // which knows the codes
      FhirContext.forR4Cached()
          .newJsonParser()
          .setParserErrorHandler(new StrictErrorHandler())
          .parseResource(OperationOutcome.class, text);
    } catch (DataFormatException e) {
      faults.add("no FHIR: " + e.getMessage());
    }
  }

  private static JsonNode json(List<String> faults, String text) {
    try {
      return AcoClient.json(text);
    } catch (AssertionError e) {
      faults.add(e.getMessage());
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
  }

  private static void check(List<String> faults, boolean good, String fault) {
    if (!good) {
      faults.add(fault);
    }
  }
}
