package io.bcda.attribution;

import io.bcda.store.IdentifierHashes;
import io.bcda.store.ResourceKind;
import io.bcda.store.TaggedResources.Tag;
import java.util.Optional;
import java.util.Set;

/**
 * The resources of one kind that a read or a search names. What is given must all hold.
 *
 * @param ids without their type; empty: not named by id
 * @param patient the id of the one person whose they are
 * @param identifiers identifiers of a Patient; empty: not named by identifier
 * @param tags of which they have one; empty: with any tags or none
 */
public record NamedResources(
    ResourceKind kind,
    Set<String> ids,
    Optional<String> patient,
    IdentifierHashes identifiers,
    Set<Tag> tags) {
  public NamedResources {
    ids = Set.copyOf(ids);
    tags = Set.copyOf(tags);
    if (ids.isEmpty() && patient.isEmpty() && identifiers.isEmpty()) {
      throw new IllegalArgumentException("nothing is named");
    }
  }

  /** One resource. */
  public static NamedResources one(ResourceKind kind, String id) {
    return new NamedResources(kind, Set.of(id), Optional.empty(), IdentifierHashes.NONE, Set.of());
  }

  /** Ids and hashes tell of people. */
  @Override
  public String toString() {
    return "NamedResources[" + kind + "]";
  }
}
