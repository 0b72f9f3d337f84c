package io.bcda.auth;

import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.util.Collection;
import java.util.Map;
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
    return new SignedInSystem(clientId, SystemScopes.permissions(scopes));
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
    permission.requireOf(kind, permissions);
  }
}
