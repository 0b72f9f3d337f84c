package io.bcda.api;

import io.bcda.auth.Permission;
import io.bcda.store.ResourceKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an ACO reads and searches of the FHIR servlet, one of a closed list.
 *
 * @param kind empty for the next page of a search, whose paging id tells it
 * @param id of what is read; else empty
 */
record AcoRequest(Interaction interaction, Optional<ResourceKind> kind, Optional<String> id) {

  /** What FHIR calls it, and what a scope must open for it. */
  enum Interaction {
    READ(Permission.READ),
    SEARCH(Permission.SEARCH),
    PAGE(Permission.SEARCH);

    private final Permission permission;

    Interaction(Permission permission) {
      this.permission = permission;
    }

    Permission permission() {
      return permission;
    }
  }

  /**
   * @param path segments below the FHIR base
   * @param parameters names in the query, or in the form of a search
   * @return empty for what is not on the list: it may be on another
   */
  static Optional<AcoRequest> of(String method, List<String> path, Set<String> parameters) {
    if (path.isEmpty()) {
      return method.equals("GET") && parameters.contains("_getpages")
          ? Optional.of(new AcoRequest(Interaction.PAGE, Optional.empty(), Optional.empty()))
          : Optional.empty();
    }
    Optional<ResourceKind> kind = ResourceKind.ofFhirType(path.get(0));
    if (kind.isEmpty() || path.size() > 2) {
      return Optional.empty();
    }
    if (path.size() == 1) {
      return search(method.equals("GET"), kind);
    }
    if (path.get(1).equals("_search")) {
      return search(method.equals("POST"), kind);
    }
    return method.equals("GET") && SystemRequest.ID.matcher(path.get(1)).matches()
        ? Optional.of(new AcoRequest(Interaction.READ, kind, Optional.of(path.get(1))))
        : Optional.empty();
  }

  private static Optional<AcoRequest> search(boolean isSearch, Optional<ResourceKind> kind) {
    return Optional.of(new AcoRequest(Interaction.SEARCH, kind, Optional.empty()))
        .filter(asked -> isSearch);
  }
}
