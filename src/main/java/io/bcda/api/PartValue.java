package io.bcda.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** In which forms a parameter's value may stand in a FHIR Parameters resource. */
enum PartValue {
  TEXT(Set.of("valueString", "valueCode", "valueUri")),
  MOMENT(Set.of("valueInstant", "valueDateTime", "valueString")),
  TRUTH(Set.of("valueBoolean", "valueString", "valueCode")),
  REFERENCE(Set.of("valueReference", "valueString", "valueUri")),
  CODE(Set.of("valueCode", "valueString", "valueCoding"));

  private static final Map<String, PartValue> OF =
      Map.ofEntries(
          Map.entry("_outputFormat", TEXT),
          Map.entry("_format", TEXT),
          Map.entry("_since", MOMENT),
          Map.entry("_until", MOMENT),
          Map.entry("_type", TEXT),
          Map.entry(TypeFilters.NAME, TEXT),
          Map.entry(RootElements.NAME, TEXT),
          Map.entry(PatientReferences.NAME, REFERENCE),
          Map.entry(UnservedParameters.ASSOCIATED, CODE),
          Map.entry(OutputOrganization.NAME, TEXT),
          Map.entry(PartialManifests.NAME, TRUTH));

  private final Set<String> names;

  PartValue(Set<String> names) {
    this.names = names;
  }

  /** How the parameter of this name is given; empty if the name is not known. */
  static Optional<PartValue> of(String parameter) {
    return Optional.ofNullable(OF.get(parameter));
  }

  /** The elements of a part that may hold the value. */
  String shown() {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }

  /** The value as a query would have it; empty if it is not of one of the forms. */
  Optional<String> read(String name, JsonNode value) {
    if (!names.contains(name)) {
      return Optional.empty();
    }
    return switch (name) {
      case "valueBoolean" ->
          value.isBoolean()
              ? Optional.of(Boolean.toString(value.booleanValue()))
              : Optional.empty();
      case "valueReference" -> text(value.path("reference"));
      case "valueCoding" -> text(value.path("code"));
      default -> text(value);
    };
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }
}
