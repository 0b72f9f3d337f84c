package io.bcda.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** One value that a filter's parameter may have, and whether a resource has it. */
sealed interface FilterValue {

  /** Whether the resource has the value. */
  boolean matches(Candidate candidate);

  /** The value in its one form, with FHIR's escapes, as it may be kept. */
  String text();

  /** The resource's own id. */
  record Id(String text) implements FilterValue {
    @Override
    public boolean matches(Candidate candidate) {
      return text.equals(candidate.row().fhirId());
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
  record Coding(String element, String list, TokenText token) implements FilterValue {
    @Override
    public boolean matches(Candidate candidate) {
      return StreamSupport.stream(candidate.element(element).path(list).spliterator(), false)
          .anyMatch(c -> token.matches(string(c, "system"), string(c, "code")));
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
  record Code(String element, String system, TokenText token) implements FilterValue {
    @Override
    public boolean matches(Candidate candidate) {
      String code = candidate.element(element).asText("").strip();
      return !code.isEmpty() && token.matches(system, code);
    }

    @Override
    public String text() {
      return token.text();
    }
  }

  /** An identifier in a list of them. */
  record Identifier(String element, IdentifierDigest digest) implements FilterValue {
    @Override
    public boolean matches(Candidate candidate) {
      return StreamSupport.stream(candidate.element(element).spliterator(), false)
          .anyMatch(this::isIt);
    }

    private boolean isIt(JsonNode identifier) {
      String value = string(identifier, "value");
      return !value.isEmpty() && digest.matches(string(identifier, "system"), value);
    }

    @Override
    public String text() {
      return digest.kept();
    }
  }

  /** The Patient that the resource refers to. */
  record Patient(String element, String text) implements FilterValue {
    private static final String TYPE = "Patient/";

    @Override
    public boolean matches(Candidate candidate) {
      String reference = string(candidate.element(element), "reference");
      int type = reference.lastIndexOf(TYPE);
      if (type < 0 || type > 0 && reference.charAt(type - 1) != '/') {
        return false;
      }
      String id = reference.substring(type + TYPE.length());
      int version = id.indexOf("/_history/");
      return text.equals(version < 0 ? id : id.substring(0, version));
    }
  }

  /** A period. */
  record Period(String element, DateComparison date) implements FilterValue {
    @Override
    public boolean matches(Candidate candidate) {
      JsonNode period = candidate.element(element);
      Optional<DateSpan> start = DateSpan.of(string(period, "start"));
      return date.holds(start, DateSpan.of(string(period, "end")));
    }

    @Override
    public String text() {
      return date.text();
    }
  }

  private static String string(JsonNode object, String name) {
    return object.path(name).asText("").strip();
  }
}
