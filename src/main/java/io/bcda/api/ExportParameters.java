package io.bcda.api;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parameters of a kick-off. What is wrong with them is told in BCDA's order; what BCDA would
 * pass over in silence is refused, unless the client asked for lenient handling.
 *
 * @param types names given in {@code _type}; empty if it was not given
 * @param since the moment given in {@code _since}
 * @param ignored names of parameters passed over by lenient handling
 * @param lenient whether what cannot be honoured is passed over
 */
record ExportParameters(
    List<String> types, Optional<Instant> since, Set<String> ignored, boolean lenient) {
  private static final Set<String> ALLOWED = Set.of("_type", "_since", "_outputFormat", "_format");
  private static final List<String> NOT_SUPPORTED =
      List.of(
          "_elements",
          "_typeFilter",
          "_until",
          "patient",
          "includeAssociatedData",
          "organizeOutputBy",
          "allowPartialManifests");
  private static final Set<String> OUTPUT_FORMATS =
      Set.of(
          "application/fhir+ndjson",
          "application/fhir ndjson", // its plus was not percent-encoded
          "application/ndjson",
          "ndjson");
  private static final Set<String> FORMATS =
      Set.of("json", "application/json", "application/fhir+json", "application/fhir json");

  ExportParameters {
    types = List.copyOf(types);
    ignored = new LinkedHashSet<>(ignored);
  }

  /**
   * @throws Refusal MALFORMED or NOT_SUPPORTED, naming the parameter
   */
  static ExportParameters parse(QueryParameters query, boolean lenient) {
    checkFormat(
        query,
        "_outputFormat",
        OUTPUT_FORMATS,
        "application/fhir+ndjson, application/ndjson, ndjson");
    checkFormat(query, "_format", FORMATS, "application/fhir+json, application/json, json");
    Set<String> ignored = new LinkedHashSet<>(query.names());
    ignored.removeAll(ALLOWED);
    if (!lenient) {
      refuse(ignored);
    }
    Optional<Instant> since = query.one("_since").map(ExportParameters::since);
    return new ExportParameters(types(query), since, ignored, lenient);
  }

  private static void checkFormat(
      QueryParameters query, String name, Set<String> allowed, String shown) {
    if (query.one(name).filter(v -> !allowed.contains(v)).isPresent()) {
      throw new Refusal(Reason.MALFORMED, name + " parameter must be one of " + shown).at(name);
    }
  }

  private static void refuse(Set<String> names) {
    for (String name : NOT_SUPPORTED) {
      if (names.contains(name)) {
        throw new Refusal(
                Reason.NOT_SUPPORTED,
                "Invalid parameter: this server does not support the " + name + " parameter.")
            .at(name);
      }
    }
    if (names.stream().anyMatch(n -> n.startsWith("?"))) {
      throw new Refusal(
          Reason.MALFORMED, "Invalid parameter: query parameters cannot start with ?");
    }
    if (!names.isEmpty()) {
      throw new Refusal(
          Reason.MALFORMED,
          "Invalid parameter: this server knows only _outputFormat, _since and _type here");
    }
  }

  private static Instant since(String text) {
    return SinceInstant.parse(text)
        .orElseThrow(
            () ->
                new Refusal(
                        Reason.MALFORMED,
                        "Invalid date format supplied in _since parameter.  Date must be in FHIR"
                            + " Instant format, for example 2026-02-13T08:00:00.000-05:00")
                    .at("_since"));
  }

  private static List<String> types(QueryParameters query) {
    List<String> types = query.elements("_type");
    Set<String> seen = new HashSet<>();
    for (String type : types) {
      if (!seen.add(type)) {
        String which = ResourceKind.ofFhirType(type).map(k -> " " + k.fhirType()).orElse("");
        throw new Refusal(Reason.MALFORMED, "Repeated resource type" + which).at("_type");
      }
    }
    return types;
  }

  /**
   * The kinds asked for; empty if {@code _type} was not given.
   *
   * @throws Refusal MALFORMED for a type that is not exported here
   */
  Set<ResourceKind> kinds() {
    Set<ResourceKind> kinds = EnumSet.noneOf(ResourceKind.class);
    List<String> unknown = new ArrayList<>();
    for (String type : types) {
      ResourceKind.ofFhirType(type).ifPresentOrElse(kinds::add, () -> unknown.add(type));
    }
    if (!unknown.isEmpty() && (!lenient || kinds.isEmpty())) {
      throw new Refusal(
              Reason.MALFORMED, "Invalid resource type in _type. Supported types: " + supported())
          .at("_type");
    }
    return kinds;
  }

  /** What was passed over and why, for the answer to a lenient request. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!ignored.isEmpty()) {
      String named =
          NOT_SUPPORTED.stream().filter(ignored::contains).collect(Collectors.joining(", "));
      notes.add(
          ignored.size()
              + " parameters are not supported here and were ignored"
              + (named.isEmpty() ? "" : ", among them " + named));
    }
    if (kinds().size() < types.size()) {
      notes.add(
          "Types in _type that are not exported here were ignored. Supported: " + supported());
    }
    return notes;
  }

  private static String supported() {
    return Arrays.stream(ResourceKind.values())
        .map(ResourceKind::fhirType)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
