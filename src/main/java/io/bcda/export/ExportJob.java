package io.bcda.export;

import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One export, as its ACO sees it.
 *
 * @param id random UUID
 * @param percent people done, 0 to 100; never falls
 * @param completedAt when it completed or failed
 * @param expiresAt until when its files are served; set once completed
 * @param failure what went wrong and what can be done, for a failed job
 * @param files those that its manifest names so far, in the manifest's order
 * @param totals control totals by name (docs/attribution.md, "Control totals")
 * @param manner how it was asked for
 * @param organizedBy how its files are laid out
 * @param pages of its manifest that were shown while it ran, and the last; 0 if none was
 */
public record ExportJob(
    String id,
    String aco,
    ExportLevel level,
    Set<ResourceKind> types,
    Optional<Instant> since,
    String requestUrl,
    JobState state,
    Instant transactionTime,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> completedAt,
    Optional<Instant> expiresAt,
    int percent,
    Optional<String> failure,
    List<ExportedFile> files,
    Map<String, Long> totals,
    KickOffManner manner,
    OrganizedBy organizedBy,
    int pages) {
  public ExportJob {
    types = Set.copyOf(types);
    files = List.copyOf(files);
    totals = Map.copyOf(totals);
  }

  ExportJob withFiles(List<ExportedFile> others) {
    return new ExportJob(
        id,
        aco,
        level,
        types,
        since,
        requestUrl,
        state,
        transactionTime,
        createdAt,
        updatedAt,
        completedAt,
        expiresAt,
        percent,
        failure,
        others,
        totals,
        manner,
        organizedBy,
        pages);
  }
}
