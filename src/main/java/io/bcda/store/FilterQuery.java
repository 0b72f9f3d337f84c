package io.bcda.store;

import io.bcda.logs.Mask;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the query of a filter, and says of a bad one what is wrong with it, but not the values. */
final class FilterQuery {
  static final String PARAMETER = "_typeFilter";
  private static final int MOST_VALUES = 1000;
  private static final int MOST_CHARACTERS = 500;

  /** What shapes an answer or goes over to other resources: no filter has these. */
  private static final List<String> RESULT =
      List.of(
          "_sort",
          "_count",
          "_include",
          "_revinclude",
          "_summary",
          "_elements",
          "_contained",
          "_containedType",
          "_total",
          "_format",
          "_pretty",
          "_has",
          "_type",
          "_offset");

  private final ResourceKind kind;
  private final Function<FilterParameter, Function<String, Optional<? extends FilterValue>>>
      reading;

  private FilterQuery(
      ResourceKind kind,
      Function<FilterParameter, Function<String, Optional<? extends FilterValue>>> reading) {
    this.kind = kind;
    this.reading = reading;
  }

  /** A reader of queries as clients write them. */
  static FilterQuery asked(ResourceKind kind) {
    return new FilterQuery(kind, FilterParameter::asked);
  }

  /** A reader of queries as they are kept. */
  static FilterQuery kept(ResourceKind kind) {
    return new FilterQuery(kind, FilterParameter::kept);
  }

  /**
   * @throws Refusal MALFORMED, NOT_SUPPORTED
   */
  List<Criterion> read(String search) {
    List<Criterion> criteria = new ArrayList<>();
    for (String part : search.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw malformed(
            "must have the form Type?name=value, with & between several parameters: a name, an"
                + " equals sign or a value is missing");
      }
      criteria.add(criterion(decoded(part.substring(0, equals)), part.substring(equals + 1)));
    }
    if (criteria.stream().mapToInt(c -> c.anyOf().size()).sum() > MOST_VALUES) {
      throw malformed(
          "has more values than the " + MOST_VALUES + " that all filters together may have");
    }
    return criteria.stream()
        .sorted((a, b) -> a.text().compareTo(b.text()))
        .collect(Collectors.toList());
  }

  /**
   * Criteria as they were asked for, if the record of a job may hold them.
   *
   * @throws Refusal MALFORMED
   */
  List<Criterion> keepable(List<Criterion> criteria) {
    for (Criterion criterion : criteria) {
      if (criterion.anyOf().stream().anyMatch(value -> value.text().length() > MOST_CHARACTERS)) {
        throw malformed(
            "has a value of "
                + criterion.parameter().name()
                + " of more than "
                + MOST_CHARACTERS
                + " characters");
      }
      // Of an identifier the system alone is kept as it is.
      if (criterion.anyOf().stream().anyMatch(value -> Mask.holdsPerson(value.text()))) {
        throw malformed(
            "has a value of "
                + criterion.parameter().name()
                + " that looks like an MBI or HICN, which no record of a job may hold. Send such a"
                + " value as one of identifier only: value or system|value");
      }
    }
    return criteria;
  }

  private Criterion criterion(String name, String encoded) {
    FilterParameter parameter = parameter(name);
    List<FilterValue> values = new ArrayList<>();
    for (String value : EscapedText.split(decoded(encoded), ',')) {
      Optional<? extends FilterValue> read =
          value.isBlank() ? Optional.empty() : reading.apply(parameter).apply(value);
      values.add(
          read.orElseThrow(
              () ->
                  malformed(
                      "has a value of "
                          + parameter.name()
                          + " that cannot be read. It must be "
                          + parameter.form())));
    }
    return Criterion.of(parameter, values);
  }

  private FilterParameter parameter(String name) {
    List<FilterParameter> all = FilterParameter.of(kind);
    for (FilterParameter parameter : all) {
      if (parameter.name().equals(name)) {
        return parameter;
      }
      String own = parameter.name();
      if (name.startsWith(own + ":")) {
        throw notSupported("puts a modifier behind " + own + ". No parameter takes modifiers");
      }
      if (name.startsWith(own + ".")) {
        throw notSupported("chains behind " + own + ". Only parameters of the type itself count");
      }
    }
    String allowed = all.stream().map(FilterParameter::name).collect(Collectors.joining(", "));
    String base = name.split("[:.]", 2)[0];
    String what =
        RESULT.contains(base)
            ? "has " + base + ", which filters cannot have"
            : "has a search parameter that is not served for " + kind.fhirType();
    throw notSupported(what + ". " + kind.fhirType() + " can be filtered by " + allowed);
  }

  private String decoded(String encoded) {
    return PercentText.decode(encoded)
        .orElseThrow(
            () ->
                malformed(
                    "has a percent sign without two hexadecimal digits behind it, or bytes that are"
                        + " not UTF-8. Encode each name and value once (RFC 3986)"));
  }

  private Refusal malformed(String what) {
    return refusal(Reason.MALFORMED, what);
  }

  private Refusal notSupported(String what) {
    return refusal(Reason.NOT_SUPPORTED, what);
  }

  private Refusal refusal(Reason reason, String what) {
    return new Refusal(reason, "A filter of " + kind.fhirType() + " " + what).at(PARAMETER);
  }

  /** Elements that some filters look at, each once. */
  static Candidate.Elements elements(List<List<Criterion>> filters) {
    return new Candidate.Elements(
        filters.stream()
            .flatMap(List::stream)
            .flatMap(criterion -> criterion.parameter().elements().stream())
            .distinct()
            .toList());
  }

  static List<String> names(ResourceKind kind) {
    return FilterParameter.of(kind).stream().map(FilterParameter::name).toList();
  }
}
