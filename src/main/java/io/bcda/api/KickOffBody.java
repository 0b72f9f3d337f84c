package io.bcda.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a kick-off by POST: a FHIR Parameters resource (Bulk Data Access STU 2, "Bulk Data
 * Kick-off Request"), taken apart into the texts that a query would have.
 */
final class KickOffBody {
  /** Ten thousand patients, printed prettily: 167 bytes each, if their ids are the longest. */
  static final long MOST_BYTES = 2L << 20;

  /** Ten thousand patients, 13 each if they have a type and a display, with room to spare. */
  private static final int MOST_TOKENS = 150_000;

  /** Characters: ten thousand patients in one text, as claims data names them. */
  private static final int LONGEST_TEXT = 256 << 10;

  private static final String TYPES = "application/fhir+json, application/json";
  private static final Set<String> OF_RESOURCE =
      Set.of("resourceType", "id", "meta", "language", "parameter");
  private static final Set<String> OF_PART = Set.of("name", "id", "extension");
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxTokenCount(MOST_TOKENS)
                          .maxStringLength(LONGEST_TEXT)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private KickOffBody() {}

  /**
   * The bytes as they came.
   *
   * @throws HttpFault 413 if they are too many, 415 if they are not announced as JSON
   * @throws Refusal MALFORMED if they end early
   */
  static byte[] read(HttpServletRequest request) {
    requireJson(request);
    try {
      return new LimitedBody(request, MOST_BYTES).getInputStream().readAllBytes();
    } catch (IOException e) { // whatever it is, it is the body's
      throw malformed();
    }
  }

  /**
   * @throws Refusal MALFORMED if it is no Parameters, or a part is not as it should be
   */
  static QueryParameters parse(byte[] body) {
    return parse(json(body));
  }

  private static void requireJson(HttpServletRequest request) {
    String given = Optional.ofNullable(request.getContentType()).orElse("");
    String type = given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String coding = request.getHeader("Content-Encoding");
    if (!Set.of(TYPES.split(", ")).contains(type)
        || (coding != null && !coding.equalsIgnoreCase("identity"))) {
      throw new HttpFault(
          415,
          "The body of a kick-off must be a FHIR Parameters resource, not encoded, as one of "
              + TYPES,
          Map.of("Accept", TYPES)); // RFC 9110 section 15.5.16
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (StreamConstraintsException e) { // before there is a tree of it, many times as large
      throw new Refusal(
          Reason.MALFORMED,
          "The body is nested too deep, has too many names and values, or a text too long: at most"
              + " 10,000 patients may be named, and 262,144 characters stand in one text");
    } catch (IOException e) {
      throw malformed();
    }
  }

  private static Refusal malformed() {
    return new Refusal(Reason.MALFORMED, "The body is not well-formed JSON, or ends early");
  }

  private static QueryParameters parse(JsonNode resource) {
    if (!"Parameters".equals(resource.path("resourceType").asText())) {
      throw new Refusal(Reason.MALFORMED, "The body must be a FHIR Parameters resource");
    }
    JsonNode parts = resource.path("parameter");
    boolean isList = parts.isMissingNode() || parts.isArray();
    if (!isList || !names(resource).stream().allMatch(OF_RESOURCE::contains)) {
      throw new Refusal(
          Reason.MALFORMED, "A Parameters resource holds a list named parameter and nothing else");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (JsonNode part : parts) {
      String name = name(part);
      values.computeIfAbsent(name, n -> new ArrayList<>()).add(value(name, part));
    }
    return new QueryParameters(values);
  }

  private static String name(JsonNode part) {
    JsonNode name = part.path("name");
    if (!name.isTextual() || name.textValue().isBlank()) {
      throw new Refusal(Reason.MALFORMED, "Each part of Parameters must have a name");
    }
    return name.textValue();
  }

  /** What nobody knows is refused, or passed over, by its name alone. */
  private static String value(String name, JsonNode part) {
    return PartValue.of(name).map(form -> value(name, form, part)).orElse("");
  }

  private static String value(String name, PartValue form, JsonNode part) {
    List<String> holders = names(part).stream().filter(n -> !OF_PART.contains(n)).toList();
    Optional<String> value =
        holders.size() == 1
            ? form.read(holders.get(0), part.get(holders.get(0)))
            : Optional.empty();
    return value.orElseThrow(
        () ->
            new Refusal(
                    Reason.MALFORMED,
                    "The part " + name + " must have one value, as one of " + form.shown())
                .at(name));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
