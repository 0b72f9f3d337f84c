package io.bcda.auth;

import io.bcda.store.ResourceKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a client may ask for, what it gets, and what that opens. */
final class SystemScopes {
  /** What a client of an ACO is made with, and gets when it asks for nothing in particular. */
  static final Set<String> DEFAULT =
      Arrays.stream(ResourceKind.values())
          .map(k -> "system/" + k.fhirType() + ".rs")
          .collect(Collectors.toCollection(LinkedHashSet::new));

  /** What a system client is made with. */
  static final Set<String> SYSTEM = Set.of("system/*.cruds");

  /** What an operator's client is made with; no other client has it, and it has no other. */
  static final String OPERATOR = "bcda/admin";

  private SystemScopes() {}

  /** What a client of a kind is made with. */
  static Set<String> of(Client.Kind kind) {
    return switch (kind) {
      case ACO -> DEFAULT;
      case SYSTEM -> SYSTEM;
      case OPERATOR -> Set.of(OPERATOR);
    };
  }

  /** A scope parameter's or claim's parts, in order, each once. */
  static Set<String> split(String spaced) {
    return Arrays.stream(spaced.strip().split(" +"))
        .filter(s -> !s.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** As one text, Patient first; the authorization server keeps scopes in no order. */
  static String join(Collection<String> scopes) {
    List<String> types = Arrays.stream(ResourceKind.values()).map(ResourceKind::fhirType).toList();
    return scopes.stream()
        .sorted(
            Comparator.comparing(
                    (String s) -> SystemScope.parse(s).map(p -> types.indexOf(p.type())).orElse(-1))
                .thenComparing(Comparator.naturalOrder()))
        .collect(Collectors.joining(" "));
  }

  /**
   * What of the scopes asked for is allowed: never more than was asked, never more than is allowed.
   *
   * @param asked empty for all that is allowed
   * @return empty if nothing can be granted
   */
  static Set<String> grant(Collection<String> asked, Collection<String> allowed) {
    if (asked.isEmpty()) {
      return new LinkedHashSet<>(allowed);
    }
    if (allowed.contains(OPERATOR)) {
      return asked.contains(OPERATOR) ? Set.of(OPERATOR) : Set.of();
    }
    return asked.stream()
        .map(SystemScope::parse)
        .flatMap(Optional::stream)
        .flatMap(a -> allowed.stream().map(SystemScope::parse).map(b -> b.flatMap(a::within)))
        .flatMap(Optional::stream)
        .map(SystemScope::text)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The kinds of resource that a token with these scopes may export. */
  static Set<ResourceKind> readable(Collection<String> scopes) {
    Set<ResourceKind> kinds = EnumSet.noneOf(ResourceKind.class);
    for (ResourceKind kind : ResourceKind.values()) {
      boolean open =
          scopes.stream()
              .map(SystemScope::parse)
              .flatMap(Optional::stream)
              .anyMatch(s -> s.reads(kind.fhirType()));
      if (open) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** What scopes open, by kind of resource; a kind that they say nothing of has nothing. */
  static Map<ResourceKind, Set<Permission>> permissions(Collection<String> scopes) {
    Map<ResourceKind, Set<Permission>> open = new EnumMap<>(ResourceKind.class);
    for (ResourceKind kind : ResourceKind.values()) {
      Set<Permission> permissions = EnumSet.noneOf(Permission.class);
      scopes.stream()
          .map(SystemScope::parse)
          .flatMap(Optional::stream)
          .forEach(scope -> permissions.addAll(scope.permissionsOn(kind.fhirType())));
      open.put(kind, Set.copyOf(permissions));
    }
    return open;
  }
}
