package io.bcda.export;

import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asked for, parsed once from GET or POST.
 *
 * @param types at least one
 * @param since resources changed after it; empty for everything
 * @param requestUrl the absolute kick-off URL, as the manifest repeats it
 */
public record ExportRequest(
    ExportLevel level, Set<ResourceKind> types, Optional<Instant> since, String requestUrl) {
  public ExportRequest {
    if (types.isEmpty()) {
      throw new IllegalArgumentException("no types");
    }
    types = Collections.unmodifiableSet(EnumSet.copyOf(types));
  }
}
