package io.bcda.store;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import java.util.HashSet;
import java.util.Set;

/**
 * Identifiers of Patients as HAPI's index of tokens knows them, so that no identifier need be in a
 * statement, a stored search or a link.
 *
 * @param ofBoth hashes of system and value
 * @param ofValue hashes of values, whatever their system
 */
public record IdentifierHashes(Set<Long> ofBoth, Set<Long> ofValue) {
  private static final PartitionSettings UNPARTITIONED = new PartitionSettings();
  private static final RequestPartitionId ALL = RequestPartitionId.allPartitions();

  /** No identifier. */
  public static final IdentifierHashes NONE = new IdentifierHashes(Set.of(), Set.of());

  public IdentifierHashes {
    ofBoth = Set.copyOf(ofBoth);
    ofValue = Set.copyOf(ofValue);
  }

  /** These and one more, with its system; an empty system is that of identifiers without one. */
  public IdentifierHashes and(String system, String value) {
    Set<Long> more = new HashSet<>(ofBoth);
    more.add(
        ResourceIndexedSearchParamToken.calculateHashSystemAndValue(
            UNPARTITIONED, ALL, "Patient", "identifier", system, value));
    return new IdentifierHashes(more, ofValue);
  }

  /** These and one more, of any system. */
  public IdentifierHashes and(String value) {
    Set<Long> more = new HashSet<>(ofValue);
    more.add(
        ResourceIndexedSearchParamToken.calculateHashValue(
            UNPARTITIONED, ALL, "Patient", "identifier", value));
    return new IdentifierHashes(ofBoth, more);
  }

  public boolean isEmpty() {
    return ofBoth.isEmpty() && ofValue.isEmpty();
  }
}
