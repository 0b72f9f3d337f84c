package io.bcda.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A search parameter by which an export can be filtered.
 *
 * @param form what a value looks like
 * @param elements root elements that are looked at
 * @param asked reads a value as a client writes it, with FHIR's escapes; empty if it is none
 * @param kept reads a value as it is kept
 */
record FilterParameter(
    String name,
    String form,
    List<String> elements,
    Function<String, Optional<? extends FilterValue>> asked,
    Function<String, Optional<? extends FilterValue>> kept) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final String TOKEN = "a token: code, system|code, |code or system|";
  private static final String DATE =
      "a date or instant, with or without one of the prefixes eq, ne, gt, ge, lt, le, sa, eb";

  private static final List<FilterParameter> OF_ALL =
      List.of(
          plain("_id", "an id of a resource", List.of(), v -> id(v).map(FilterValue.Id::new)),
          plain("_lastUpdated", DATE, List.of(), v -> date(v).map(FilterValue.Updated::new)),
          coding("_tag", "meta", "tag"));

  private static FilterParameter plain(
      String name,
      String form,
      List<String> elements,
      Function<String, Optional<? extends FilterValue>> read) {
    return new FilterParameter(name, form, elements, read, read);
  }

  private static FilterParameter coding(String name, String element, String list) {
    return plain(
        name,
        TOKEN,
        List.of(element),
        v -> TokenText.parse(v).map(t -> new FilterValue.Coding(element, list, t)));
  }

  private static FilterParameter code(String name, String system) {
    return plain(
        name,
        TOKEN,
        List.of(name),
        v -> TokenText.parse(v).map(t -> new FilterValue.Code(name, system, t)));
  }

  private static FilterParameter identifier() {
    String name = "identifier";
    return new FilterParameter(
        name,
        "a token: value, system|value, |value or system|",
        List.of(name),
        v -> IdentifierDigest.asked(v).map(d -> new FilterValue.Identifier(name, d)),
        v -> IdentifierDigest.ofKept(v).map(d -> new FilterValue.Identifier(name, d)));
  }

  private static FilterParameter patient(String name) {
    return plain(
        name,
        "a reference: Patient/id or id",
        List.of(name),
        v ->
            id(v.startsWith("Patient/") ? v.substring("Patient/".length()) : v)
                .map(id -> new FilterValue.Patient(name, id)));
  }

  private static FilterParameter period(String name, String element) {
    return plain(
        name, DATE, List.of(element), v -> date(v).map(d -> new FilterValue.Period(element, d)));
  }

  /** Those of one kind. */
  static List<FilterParameter> of(ResourceKind kind) {
    return Stream.concat(OF_ALL.stream(), own(kind).stream()).toList();
  }

  private static List<FilterParameter> own(ResourceKind kind) {
    return switch (kind) {
      case PATIENT -> List.of(identifier());
      case COVERAGE -> List.of(patient("beneficiary"));
      case EXPLANATION_OF_BENEFIT ->
          List.of(
              patient("patient"),
              coding("type", "type", "coding"),
              period("service-date", "billablePeriod"),
              code("outcome", "http://hl7.org/fhir/remittance-outcome"),
              identifier());
    };
  }

  private static Optional<String> id(String value) {
    return ID.matcher(value).matches() ? Optional.of(value) : Optional.empty();
  }

  private static Optional<DateComparison> date(String value) {
    return DateComparison.parse(value);
  }
}
