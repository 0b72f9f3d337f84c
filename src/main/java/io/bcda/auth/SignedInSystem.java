package io.bcda.auth;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The system client that makes the present request. It belongs to no ACO.
 *
 * @param permissions what the token's scopes open, by kind of resource
 */
public record SignedInSystem(String clientId, Map<ResourceKind, Set<Permission>> permissions)
    implements SignedIn {

  public SignedInSystem {
    permissions = Map.copyOf(permissions);
  }

  /** By what a token's scopes open of our three types. */
  static SignedInSystem of(String clientId, Collection<String> scopes) {
    Map<ResourceKind, Set<Permission>> open = new EnumMap<>(ResourceKind.class);
    for (ResourceKind kind : ResourceKind.values()) {
      Set<Permission> permissions = EnumSet.noneOf(Permission.class);
      scopes.stream()
          .map(SystemScope::parse)
          .flatMap(Optional::stream)
          .forEach(scope -> permissions.addAll(scope.permissionsOn(kind.fhirType())));
      open.put(kind, Set.copyOf(permissions));
    }
    return new SignedInSystem(clientId, open);
  }

  /** Whether the token opens anything of a kind. */
  public boolean opens(ResourceKind kind) {
    return !permissions.getOrDefault(kind, Set.of()).isEmpty();
  }

  /**
   * Demands that the token opens this.
   *
   * @throws Refusal INSUFFICIENT_SCOPE, naming type and permission
   */
  public void require(Permission permission, ResourceKind kind) {
    if (!permissions.getOrDefault(kind, Set.of()).contains(permission)) {
      throw new Refusal(
          Reason.INSUFFICIENT_SCOPE,
          "The token's scopes do not open %s (%s)"
              .formatted(kind.fhirType(), permission.name().toLowerCase(java.util.Locale.ROOT)));
    }
  }
}
