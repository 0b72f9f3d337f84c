package io.bcda.loading;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Lines of claims files for tests: own ones, and those of CMS's BFD v2 where they are at hand. */
public final class TestLines {
  private static final Path BFD = Path.of("../shared/fixtures/bfd-v2");
  private static final ObjectMapper JSON = new ObjectMapper();

  private TestLines() {}

  public static String patient(String id, String mbi) {
    return """
    {"resourceType":"Patient","id":"%s","meta":{"lastUpdated":"2023-04-05T06:07:08Z","versionId":"7",\
    "profile":["http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Patient"]},\
    "identifier":[{"system":"http://hl7.org/fhir/sid/us-mbi","value":"%s"}],"birthDate":"1940-01-31"}"""
        .formatted(id, mbi);
  }

  public static String coverage(String id, String patient) {
    return """
    {"resourceType":"Coverage","id":"%s","status":"active","beneficiary":{"reference":"Patient/%s"},\
    "payor":[{"display":"CMS"}]}"""
        .formatted(id, patient);
  }

  public static String claim(String id, String patient) {
    return claim(id, patient, "2024-03-31");
  }

  static String claim(String id, String patient, String serviceEnd) {
    return """
    {"resourceType":"ExplanationOfBenefit","id":"%s","meta":{"lastUpdated":"2024-05-01T00:00:00Z"},\
    "status":"active","type":{"text":"CARRIER"},"use":"claim","patient":{"reference":"Patient/%s"},\
    "billablePeriod":{"start":"2024-03-01","end":"%s"},"created":"2024-04-02","outcome":"complete",\
    "insurer":{"display":"CMS"},"provider":{"display":"p"},"insurance":[{"focal":true,\
    "coverage":{"reference":"Coverage/part-b-%2$s"}}],"total":[{"category":{"text":"c"},\
    "amount":{"value":10.50,"currency":"USD"}}]}"""
        .formatted(id, patient, serviceEnd);
  }

  /** The first claim with CMS's kind, in HAPI's form. */
  static String claimOfKind(String kind) {
    return claim("c1", "p1")
        .replace(
            "{\"text\":\"CARRIER\"}",
            "{\"coding\":[{\"system\":\"%s\",\"code\":\"%s\"}]}"
                .formatted("https://bluebutton.cms.gov/resources/codesystem/eob-type", kind));
  }

  /** A claim with its elements in HAPI's order, so that it is taken without being parsed. */
  static String canonicalClaim(String id, String patient) {
    String outcome = "\"outcome\":\"complete\",";
    return claim(id, patient)
        .replace(outcome, "")
        .replace("\"insurance\"", outcome + "\"insurance\"");
  }

  /** A Bundle that deletes these, each {@code Type/id}. */
  static String deletes(List<String> references) {
    return references.stream()
        .map("{\"request\":{\"method\":\"DELETE\",\"url\":\"%s\"}}"::formatted)
        .collect(
            Collectors.joining(
                ",", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[", "]}"));
  }

  static NdjsonLine line(String text) {
    return new NdjsonLine(1, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] utf8(String... lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Every resource of CMS's BFD v2 answers, one line each, instants that stand as a placeholder
   * replaced; the first of each id. Skips the test where they are not at hand.
   */
  public static List<String> bfd() {
    assumeTrue(Files.isDirectory(BFD), "BFD fixtures are not here");
    List<String> lines = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    try (Stream<Path> files = Files.list(BFD)) {
      for (Path file : files.sorted().toList()) {
        String text = Files.readString(file).replace("IGNORED_FIELD", "2024-01-02T03:04:05.678Z");
        for (JsonNode resource : resources(JSON.readTree(text))) {
          String key = resource.get("resourceType").asText() + "/" + resource.get("id").asText();
          if (!seen.contains(key)) {
            seen.add(key);
            lines.add(JSON.writeValueAsString(resource));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static List<JsonNode> resources(JsonNode root) {
    if (!"Bundle".equals(root.get("resourceType").asText())) {
      return List.of(root);
    }
    List<JsonNode> resources = new ArrayList<>();
    root.get("entry").forEach(entry -> resources.add(entry.get("resource")));
    return resources;
  }

  /** The same line with another id. */
  static String withId(String line, String id) {
    try {
      return JSON.writeValueAsString(((ObjectNode) JSON.readTree(line)).put("id", id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
