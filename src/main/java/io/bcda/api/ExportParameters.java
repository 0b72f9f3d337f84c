package io.bcda.api;

import io.bcda.export.ExportSelection;
import io.bcda.export.OrganizedBy;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceFilter;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parameters of a kick-off. What is wrong with them is told in BCDA's order; what BCDA would
 * pass over in silence is refused, unless the client asked for lenient handling.
 *
 * @param kinds those asked for in {@code _type}; empty if it was not given
 * @param since the moment given in {@code _since}
 * @param partial whether the manifest may come in pages
 * @param notes what was passed over
 */
record ExportParameters(
    Set<ResourceKind> kinds,
    Optional<Instant> since,
    ExportSelection selection,
    boolean partial,
    List<String> notes) {
  /** In a parameter that has a handful of names to choose from. */
  static final int MOST_NAMES = 100;

  private static final String TYPE = "_type";
  private static final String SINCE = "_since";
  private static final String UNTIL = "_until";
  private static final String OUTPUT_FORMAT = "_outputFormat";
  private static final String FORMAT = "_format";
  private static final Set<String> SERVED =
      Set.of(
          TYPE,
          SINCE,
          UNTIL,
          OUTPUT_FORMAT,
          FORMAT,
          PartialManifests.NAME,
          TypeFilters.NAME,
          RootElements.NAME,
          PatientReferences.NAME,
          OutputOrganization.NAME);
  private static final Set<String> OUTPUT_FORMATS =
      Set.of(
          "application/fhir+ndjson",
          "application/fhir ndjson", // its plus was not percent-encoded
          "application/ndjson",
          "ndjson");
  private static final Set<String> FORMATS =
      Set.of("json", "application/json", "application/fhir+json", "application/fhir json");

  /** What reading them takes to know. */
  record Knowledge(TypeFilters filters, RootElements elements, PatientReferences patients) {}

  ExportParameters {
    kinds = Set.copyOf(kinds);
    notes = List.copyOf(notes);
  }

  /**
   * @throws Refusal MALFORMED or NOT_SUPPORTED, naming the parameter
   */
  static ExportParameters parse(KickOffInput input, Handling handling, Knowledge knowledge) {
    QueryParameters given = input.values();
    checkFormat(
        given,
        OUTPUT_FORMAT,
        OUTPUT_FORMATS,
        "application/fhir+ndjson, application/ndjson, ndjson");
    checkFormat(given, FORMAT, FORMATS, "application/fhir+json, application/json, json");
    OrganizedBy organizedBy = OutputOrganization.parse(given, handling);
    UnservedParameters.check(given, SERVED, handling);
    boolean partial = PartialManifests.allowed(given, handling);
    Optional<Instant> since = moment(given, SINCE);
    Optional<Instant> until = moment(given, UNTIL);
    refuseNoTime(since, until);
    Set<ResourceKind> kinds = kinds(given.elements(TYPE, MOST_NAMES), handling);
    List<ResourceFilter> filters =
        knowledge.filters().parse(given.all(TypeFilters.NAME), input.method(), kinds, handling);
    Map<ResourceKind, Set<String>> elements =
        knowledge.elements().parse(given.elements(RootElements.NAME, RootElements.MOST), handling);
    Set<String> patients = knowledge.patients().parse(input);
    return new ExportParameters(
        kinds,
        since,
        new ExportSelection(until, filters, elements, patients, organizedBy),
        partial,
        handling.notes());
  }

  private static void checkFormat(
      QueryParameters given, String name, Set<String> allowed, String shown) {
    if (given.one(name).filter(v -> !allowed.contains(v)).isPresent()) {
      throw new Refusal(Reason.MALFORMED, name + " parameter must be one of " + shown).at(name);
    }
  }

  private static Optional<Instant> moment(QueryParameters given, String name) {
    return given
        .one(name)
        .map(
            text ->
                SinceInstant.parse(text)
                    .orElseThrow(
                        () ->
                            new Refusal(
                                    Reason.MALFORMED,
                                    "Invalid date format supplied in "
                                        + name
                                        + " parameter.  Date must be in FHIR Instant format, for"
                                        + " example 2026-02-13T08:00:00.000-05:00")
                                .at(name)));
  }

  private static void refuseNoTime(Optional<Instant> since, Optional<Instant> until) {
    if (since.isPresent() && until.isPresent() && !until.get().isAfter(since.get())) {
      throw new Refusal(Reason.MALFORMED, "_until must be after _since").at(UNTIL);
    }
  }

  private static Set<ResourceKind> kinds(List<String> types, Handling handling) {
    Set<ResourceKind> kinds = EnumSet.noneOf(ResourceKind.class);
    Set<String> seen = new HashSet<>();
    for (String type : types) {
      Optional<ResourceKind> kind = ResourceKind.ofFhirType(type);
      if (!seen.add(type)) {
        String which = kind.map(k -> " " + k.fhirType()).orElse("");
        throw new Refusal(Reason.MALFORMED, "Repeated resource type" + which).at(TYPE);
      }
      kind.ifPresent(kinds::add);
    }
    if (kinds.size() < types.size()) {
      Refusal unknown =
          new Refusal(
                  Reason.MALFORMED,
                  "Invalid resource type in _type. Supported types: " + supportedTypes())
              .at(TYPE);
      if (kinds.isEmpty()) {
        throw unknown; // to pass over all would be to give everything
      }
      handling.refuse(unknown);
    }
    return kinds;
  }

  static String supportedTypes() {
    return Arrays.stream(ResourceKind.values())
        .map(ResourceKind::fhirType)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
