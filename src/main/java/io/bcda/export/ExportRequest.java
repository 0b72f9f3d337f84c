package io.bcda.export;

import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asked for, parsed once from GET or POST.
 *
 * @param types at least one
 * @param since resources changed after it; empty for everything
 * @param selection what of the cohort's resources is given
 * @param notes sentences for the ACO about what of its request was passed over
 * @param requestUrl the absolute kick-off URL, as the manifest repeats it
 * @param manner how it was asked for
 */
public record ExportRequest(
    ExportLevel level,
    Set<ResourceKind> types,
    Optional<Instant> since,
    ExportSelection selection,
    List<String> notes,
    String requestUrl,
    KickOffManner manner) {
  public ExportRequest {
    if (types.isEmpty()) {
      throw new IllegalArgumentException("no types");
    }
    notes = List.copyOf(notes);
    types = Collections.unmodifiableSet(EnumSet.copyOf(types));
  }

  /** A request in the usual manner. */
  public ExportRequest(
      ExportLevel level,
      Set<ResourceKind> types,
      Optional<Instant> since,
      ExportSelection selection,
      List<String> notes,
      String requestUrl) {
    this(level, types, since, selection, notes, requestUrl, KickOffManner.GET);
  }

  /** The same request for fewer types, or another time. */
  public ExportRequest narrowedTo(Set<ResourceKind> fewer, Optional<Instant> from) {
    return new ExportRequest(level, fewer, from, selection, notes, requestUrl, manner);
  }
}
