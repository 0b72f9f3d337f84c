package io.bcda.auth;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ACO for which the present request is made.
 *
 * @param aco its CMS id
 * @param clientId the client that speaks for it
 * @param readable the kinds of resource that the token's scopes open to exports, which read and
 *     search, in the order of the enum
 * @param permissions what the token's scopes open over FHIR, by kind of resource
 */
public record SignedInAco(
    String aco,
    String clientId,
    Set<ResourceKind> readable,
    Map<ResourceKind, Set<Permission>> permissions)
    implements SignedIn {

  public SignedInAco {
    Set<ResourceKind> ordered = EnumSet.noneOf(ResourceKind.class);
    ordered.addAll(readable);
    readable = Collections.unmodifiableSet(ordered);
    permissions = Map.copyOf(permissions);
  }

  /** With all that an ACO may do with some kinds: reading and searching. */
  public SignedInAco(String aco, String clientId, Set<ResourceKind> readable) {
    this(
        aco,
        clientId,
        readable,
        readable.stream()
            .collect(
                Collectors.toMap(
                    kind -> kind, kind -> Set.of(Permission.READ, Permission.SEARCH))));
  }

  /** By a token's scopes. */
  static SignedInAco of(String aco, String clientId, Collection<String> scopes) {
    return new SignedInAco(
        aco, clientId, SystemScopes.readable(scopes), SystemScopes.permissions(scopes));
  }

  /** Whether the token opens this of a kind. */
  public boolean may(Permission permission, ResourceKind kind) {
    return permissions.getOrDefault(kind, Set.of()).contains(permission);
  }

  /**
   * Demands that the token opens this.
   *
   * @throws Refusal INSUFFICIENT_SCOPE, naming type and permission
   */
  public void require(Permission permission, ResourceKind kind) {
    permission.requireOf(kind, permissions);
  }

  /** The ACO that is signed in on this thread; empty if none is. */
  public static Optional<SignedInAco> find() {
    return SignedIn.find().filter(SignedInAco.class::isInstance).map(SignedInAco.class::cast);
  }

  /**
   * The ACO that is signed in on this thread, that of the request.
   *
   * @throws Refusal FORBIDDEN if a system client is, which belongs to no ACO
   * @throws IllegalStateException if nobody is, which behind the bearer chain cannot be
   */
  public static SignedInAco current() {
    SignedIn who =
        SignedIn.find().orElseThrow(() -> new IllegalStateException("nobody is signed in"));
    if (who instanceof SignedInAco aco) {
      return aco;
    }
    throw new Refusal(Reason.FORBIDDEN, "This is an ACO's; a system client belongs to no ACO");
  }

  /**
   * Demands that the token opens all these kinds.
   *
   * @throws Refusal INSUFFICIENT_SCOPE, naming those that it does not open
   */
  public void requireTypes(Set<ResourceKind> kinds) {
    String closed =
        Arrays.stream(ResourceKind.values())
            .filter(k -> kinds.contains(k) && !readable.contains(k))
            .map(ResourceKind::fhirType)
            .collect(Collectors.joining(", "));
    if (!closed.isEmpty()) {
      throw new Refusal(
          Reason.INSUFFICIENT_SCOPE,
          "The token's scopes do not open " + closed + " (read, search)");
    }
  }
}
