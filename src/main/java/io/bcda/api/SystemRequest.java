package io.bcda.api;

import io.bcda.auth.Permission;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a system client asks of the FHIR servlet, one of a closed list.
 *
 * @param kind empty for a Bundle and for the next page of a search
 * @param id empty where no one resource is named
 */
record SystemRequest(Interaction interaction, Optional<ResourceKind> kind, Optional<String> id) {
  /** FHIR R4, id. */
  static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

  /** About the form of the answer alone. */
  static final Set<String> FORM = Set.of("_format", "_pretty");

  private static final Set<String> PAGING =
      Set.of("_getpages", "_getpagesoffset", "_count", "_pageId", "_bundletype");
  private static final Map<ResourceKind, Set<String>> SEARCHES =
      Map.of(
          ResourceKind.PATIENT,
          Set.of("_id", "_lastUpdated", "identifier"),
          ResourceKind.COVERAGE,
          Set.of("_id", "_lastUpdated", "beneficiary"),
          ResourceKind.EXPLANATION_OF_BENEFIT,
          Set.of("_id", "_lastUpdated", "patient", "type", "service-date"));

  /** What FHIR calls it, and what a scope must open for it. */
  enum Interaction {
    CREATE(Permission.CREATE),
    UPDATE(Permission.UPDATE),
    DELETE(Permission.DELETE),
    READ(Permission.READ),
    SEARCH(Permission.SEARCH),
    PAGE(Permission.SEARCH),
    /** Each entry says for itself what it needs. */
    BUNDLE(Permission.UPDATE);

    private final Permission permission;

    Interaction(Permission permission) {
      this.permission = permission;
    }

    Permission permission() {
      return permission;
    }

    boolean isWrite() {
      return this == CREATE || this == UPDATE || this == DELETE || this == BUNDLE;
    }

    boolean hasBody() {
      return isWrite() && this != DELETE;
    }
  }

  /**
   * @param path segments below the FHIR base
   * @param parameters names in the query, or in the form of a search
   * @throws Refusal FORBIDDEN for what is not on the list, NOT_SUPPORTED or MALFORMED for
   *     parameters
   * @throws HttpFault 405 for another method on what is on the list
   */
  static SystemRequest of(String method, List<String> path, Set<String> parameters) {
    SystemRequest asked = path.isEmpty() ? atBase(method) : atType(method, path);
    asked.check(parameters);
    return asked;
  }

  private static SystemRequest atBase(String method) {
    return switch (method) {
      case "POST" -> new SystemRequest(Interaction.BUNDLE, Optional.empty(), Optional.empty());
      case "GET" -> new SystemRequest(Interaction.PAGE, Optional.empty(), Optional.empty());
      default -> throw notAllowed("GET, POST");
    };
  }

  private static SystemRequest atType(String method, List<String> path) {
    Optional<ResourceKind> kind = ResourceKind.ofFhirType(path.get(0));
    if (kind.isEmpty()) {
      throw closed();
    }
    if (path.size() == 1) {
      return switch (method) {
        case "POST" -> new SystemRequest(Interaction.CREATE, kind, Optional.empty());
        case "GET" -> new SystemRequest(Interaction.SEARCH, kind, Optional.empty());
        case "PUT", "DELETE", "PATCH" ->
            throw new Refusal(
                Reason.NOT_SUPPORTED, "Conditional writes are not done here; name the id");
        default -> throw notAllowed("GET, POST");
      };
    }
    if (path.size() == 2 && path.get(1).equals("_search")) {
      require(method.equals("POST"), "POST");
      return new SystemRequest(Interaction.SEARCH, kind, Optional.empty());
    }
    if (!ID.matcher(path.get(1)).matches()) {
      throw closed();
    }
    return atInstance(method, path, kind);
  }

  private static SystemRequest atInstance(
      String method, List<String> path, Optional<ResourceKind> kind) {
    Optional<String> id = Optional.of(path.get(1));
    if (path.size() > 2) {
      boolean history = path.get(2).equals("_history");
      boolean version = path.size() == 3 || path.get(3).matches("\\d{1,18}");
      if (!history || !version || path.size() > 4) {
        throw closed();
      }
      require(method.equals("GET"), "GET");
      return new SystemRequest(Interaction.READ, kind, id);
    }
    return switch (method) {
      case "GET" -> new SystemRequest(Interaction.READ, kind, id);
      case "PUT" -> new SystemRequest(Interaction.UPDATE, kind, id);
      case "DELETE" -> new SystemRequest(Interaction.DELETE, kind, id);
      default -> throw notAllowed("GET, PUT, DELETE");
    };
  }

  /** The parameters by which a type can be searched, sorted. */
  static List<String> searches(ResourceKind kind) {
    return SEARCHES.get(kind).stream().sorted().toList();
  }

  private void check(Set<String> parameters) {
    Set<String> others = new TreeSet<>(parameters);
    others.removeAll(FORM);
    if (interaction == Interaction.PAGE) {
      if (!others.contains("_getpages")) {
        throw closed();
      }
      others.removeAll(PAGING);
    } else if (interaction == Interaction.SEARCH) {
      Set<String> known = SEARCHES.get(kind.orElseThrow());
      if (others.stream().noneMatch(known::contains)) {
        throw new Refusal(
            Reason.MALFORMED,
            "A search needs one of " + String.join(", ", searches(kind.orElseThrow())));
      }
      others.removeAll(known);
      others.remove("_count");
    }
    if (!others.isEmpty()) {
      throw new Refusal(
          Reason.NOT_SUPPORTED,
          isWriteOfMany()
              ? "Conditional writes are not done here; name the id"
              : "This takes no parameter, or not this one");
    }
  }

  private boolean isWriteOfMany() {
    return interaction.isWrite() && interaction != Interaction.BUNDLE;
  }

  private static void require(boolean allowed, String methods) {
    if (!allowed) {
      throw notAllowed(methods);
    }
  }

  private static HttpFault notAllowed(String methods) {
    return new HttpFault(
        405, "The method is not allowed here. Allowed: " + methods, Map.of("Allow", methods));
  }

  private static Refusal closed() {
    return new Refusal(
        Reason.FORBIDDEN,
        "A system client may create, update, delete, read and search Patient, Coverage and"
            + " ExplanationOfBenefit, and nothing else");
  }
}
