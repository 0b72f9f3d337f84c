package io.bcda.api;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.bcda.api.AcoRequest.Interaction;
import io.bcda.attribution.VisibleNow.Look;
import io.bcda.auth.SignedInAco;
import io.bcda.store.ResourceKind;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * An ACO's read, search or page, from the door that let it in to its answer.
 *
 * @param look what the ACO may see
 * @param page of a search; empty for a read and for a count
 * @param found how many resources HAPI read for the answer, seen or not
 * @param shown the resources that were checked and may be shown, by identity; whatever is not here
 *     is not shown
 */
record ReadInHand(
    SignedInAco aco,
    Interaction interaction,
    ResourceKind kind,
    Look look,
    Optional<Page> page,
    AtomicInteger found,
    Set<IBaseResource> shown) {
  private static final String KEY = ReadInHand.class.getName();

  /**
   * A page of a search.
   *
   * @param self the URL that was asked
   * @param offset resources before it
   */
  record Page(PagingId id, String self, int offset, int count) {}

  static ReadInHand of(
      SignedInAco aco, Interaction interaction, ResourceKind kind, Look look, Optional<Page> page) {
    return new ReadInHand(
        aco,
        interaction,
        kind,
        look,
        page,
        new AtomicInteger(),
        Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /** Keeps it with the request. */
  void keepIn(RequestDetails details) {
    details.getUserData().put(KEY, this);
  }

  /** Empty for what is no ACO's read. */
  static Optional<ReadInHand> in(RequestDetails details) {
    return Optional.ofNullable((ReadInHand) details.getUserData().get(KEY));
  }

  /** Whether it only asks how many there are. */
  boolean isCount() {
    return interaction == Interaction.SEARCH && page.isEmpty();
  }
}
