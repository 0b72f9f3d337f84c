package io.bcda.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which events are asked for; what is empty does not matter.
 *
 * @param client who did it, or to whom it was done
 * @param from not before
 * @param to before
 */
public record AuditQuery(
    Optional<AuditKind> kind,
    Optional<String> aco,
    Optional<String> client,
    Optional<Instant> from,
    Optional<Instant> to) {

  /** For the trail itself, on which it is told who read what. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    kind.ifPresent(k -> text.append(" kind ").append(k));
    aco.ifPresent(a -> text.append(" aco ").append(a));
    client.ifPresent(c -> text.append(" client ").append(c));
    from.ifPresent(f -> text.append(" from ").append(f));
    to.ifPresent(t -> text.append(" to ").append(t));
    return text.isEmpty() ? "all" : text.substring(1);
  }
}
