package io.bcda.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One value that a filter's parameter may have, and whether a resource has it. */
sealed interface FilterValue {

  /** Whether the resource has the value. */
  boolean matches(Candidate candidate);

  /** The value in its one form, with FHIR's escapes, as it may be kept. */
  String text();

  /** One that is told by its text: however many are asked for, the resource is read once. */
  sealed interface Named extends FilterValue {

    /** The texts of all values of the same parameter that the resource has. */
    Set<String> in(Candidate candidate);

    @Override
    default boolean matches(Candidate candidate) {
      return in(candidate).contains(text());
    }
  }

  /** The resource's own id. */
  record Id(String text) implements Named {
    @Override
    public Set<String> in(Candidate candidate) {
      return Set.of(candidate.row().fhirId());
    }
  }

  /** When the resource was changed last. */
  record Updated(DateComparison date) implements FilterValue {
    @Override
    public boolean matches(Candidate candidate) {
      Timestamp updated = candidate.row().lastUpdated();
      return updated != null && date.holds(updated.toInstant());
    }

    @Override
    public String text() {
      return date.text();
    }
  }

  /**
   * A coding in a list of them.
   *
   * @param list name of the list in the element
   */
  record Coding(String element, String list, TokenText token) implements Named {
    @Override
    public Set<String> in(Candidate candidate) {
      return texts(
          candidate.element(element).path(list),
          c -> TokenText.meaning(string(c, "system"), string(c, "code")));
    }

    @Override
    public String text() {
      return token.text();
    }
  }

  /**
   * A plain code.
   *
   * @param system that the code is of without saying so
   */
  record Code(String element, String system, TokenText token) implements Named {
    @Override
    public Set<String> in(Candidate candidate) {
      String code = candidate.element(element).asText("").strip();
      return code.isEmpty()
          ? Set.of()
          : TokenText.meaning(system, code).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String text() {
      return token.text();
    }
  }

  /** An identifier in a list of them. */
  record Identifier(String element, IdentifierDigest digest) implements Named {
    @Override
    public Set<String> in(Candidate candidate) {
      return texts(candidate.element(element), Identifier::finding);
    }

    private static Stream<String> finding(JsonNode identifier) {
      String value = string(identifier, "value");
      return value.isEmpty()
          ? Stream.empty()
          : IdentifierDigest.finding(string(identifier, "system"), value);
    }

    @Override
    public String text() {
      return digest.kept();
    }
  }

  /** The Patient that the resource refers to. */
  record Patient(String element, String text) implements Named {
    private static final String TYPE = "Patient/";

    @Override
    public Set<String> in(Candidate candidate) {
      String reference = string(candidate.element(element), "reference");
      int type = reference.lastIndexOf(TYPE);
      if (type < 0 || type > 0 && reference.charAt(type - 1) != '/') {
        return Set.of();
      }
      String id = reference.substring(type + TYPE.length());
      int version = id.indexOf("/_history/");
      return Set.of(version < 0 ? id : id.substring(0, version));
    }
  }

  /** A period. */
  record Period(String element, DateComparison date) implements FilterValue {
    @Override
    public boolean matches(Candidate candidate) {
      Candidate.Period period = candidate.period(element);
      return date.holds(period.start(), period.end());
    }

    @Override
    public String text() {
      return date.text();
    }
  }

  private static Set<String> texts(JsonNode list, Function<JsonNode, Stream<String>> each) {
    return StreamSupport.stream(list.spliterator(), false)
        .flatMap(each)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String string(JsonNode object, String name) {
    return object.path(name).asText("").strip();
  }
}
