package io.bcda.auth;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a scope lets a client do with a type.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html">SMART
 *     App Launch 2.2, scopes</a>
 */
public enum Permission {
  CREATE('c'),
  /** Read, vread and the history of one resource. */
  READ('r'),
  /** Also an update that creates, by a client's own id. */
  UPDATE('u'),
  DELETE('d'),
  SEARCH('s');

  private final char letter;

  Permission(char letter) {
    this.letter = letter;
  }

  /** As a scope writes it. */
  char letter() {
    return letter;
  }

  /**
   * Demands this permission of what a token's scopes open.
   *
   * @throws Refusal INSUFFICIENT_SCOPE, naming type and permission
   */
  void requireOf(ResourceKind kind, Map<ResourceKind, Set<Permission>> open) {
    if (!open.getOrDefault(kind, Set.of()).contains(this)) {
      throw new Refusal(
          Reason.INSUFFICIENT_SCOPE,
          "The token's scopes do not open %s (%s)"
              .formatted(kind.fhirType(), name().toLowerCase(Locale.ROOT)));
    }
  }
}
