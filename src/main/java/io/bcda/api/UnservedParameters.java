package io.bcda.api;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The parameters of a kick-off that this server does not serve, or does not know at all. */
final class UnservedParameters {
  static final String ASSOCIATED = "includeAssociatedData";
  private static final List<String> FILE_SIZES = List.of("_minimumFileSize", "_maximumFileSize");
  private static final Set<String> PROVENANCE =
      Set.of("LatestProvenanceResources", "RelevantProvenanceResources");

  private UnservedParameters() {}

  /**
   * @param served names that others look at
   * @throws Refusal MALFORMED or NOT_SUPPORTED
   */
  static void check(QueryParameters given, Set<String> served, Handling handling) {
    if (given.names().stream().anyMatch(n -> n.startsWith("?"))) {
      // Whatever the handling: behind it most often hides a parameter that narrows.
      throw new Refusal(
          Reason.MALFORMED, "Invalid parameter: query parameters cannot start with ?");
    }
    associated(given, handling);
    FILE_SIZES.stream()
        .filter(given.names()::contains)
        .forEach(name -> handling.refuse(notSupported(name, ".")));
    unknown(given, served, handling);
  }

  /** A server without Provenance has nothing to give; the guide wants that told. */
  private static void associated(QueryParameters given, Handling handling) {
    if (!given.names().contains(ASSOCIATED)) {
      return;
    }
    boolean known = PROVENANCE.containsAll(given.elements(ASSOCIATED, ExportParameters.MOST_NAMES));
    handling.refuse(
        known
            ? notSupported(ASSOCIATED, ": it keeps no Provenance.")
            : new Refusal(
                    Reason.MALFORMED,
                    "The values of includeAssociatedData are LatestProvenanceResources and"
                        + " RelevantProvenanceResources; this server supports neither, for it keeps"
                        + " no Provenance.")
                .at(ASSOCIATED));
  }

  private static Refusal notSupported(String name, String why) {
    return new Refusal(
            Reason.NOT_SUPPORTED,
            "Invalid parameter: this server does not support the " + name + " parameter" + why)
        .at(name);
  }

  private static void unknown(QueryParameters given, Set<String> served, Handling handling) {
    Set<String> names = new LinkedHashSet<>(given.names());
    names.removeAll(served);
    names.remove(ASSOCIATED);
    FILE_SIZES.forEach(names::remove);
    String cut =
        given.names().contains("_typeFilter")
            ? ". In a URL the whole value of _typeFilter is percent-encoded, its & and = too"
            : "";
    String known = String.join(", ", served.stream().sorted().toList());
    for (String name : names) {
      Refusal refusal =
          new Refusal(
              Reason.MALFORMED, "Invalid parameter: this server knows " + known + " here" + cut);
      handling.refuse(ParameterName.shown(name).map(refusal::at).orElse(refusal));
    }
  }
}
