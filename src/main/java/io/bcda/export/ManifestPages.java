package io.bcda.export;

import io.bcda.export.JobNotes.NotesFile;
import io.bcda.export.ManifestPageStore.Unshown;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cuts the manifest of a job into pages, where the client takes them: a page names what was
 * finished since the one before, and does not change once it was shown (Bulk Data Access STU 3,
 * "Response - In-Progress Status").
 */
@Component
class ManifestPages {
  private static final Logger log = LoggerFactory.getLogger(ManifestPages.class);
  private final ManifestPageStore store;
  private final ExportFileTable files;
  private final FileReplacement replacement;
  private final JobNotes notes;
  private final TransactionTemplate transaction;

  ManifestPages(
      ManifestPageStore store,
      ExportFileTable files,
      FileReplacement replacement,
      JobNotes notes,
      PlatformTransactionManager transactions) {
    this.store = store;
    this.files = files;
    this.replacement = replacement;
    this.notes = notes;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Makes the next page of a running job, if there is something to show. A file that holds somebody
   * who has opted out waits for the last page: by then it is replaced.
   */
  void turn(String jobId) {
    List<Unshown> unshown = store.unshown(jobId);
    if (unshown.isEmpty()) {
      return;
    }
    Set<Integer> due =
        replacement.due(jobId).stream().map(Slice::number).collect(Collectors.toSet());
    if (names(unshown, due).isEmpty()) {
      return;
    }
    try {
      turn(jobId, due);
    } catch (UncheckedIOException e) { // the job goes on, and so does whoever asks for it
      log.atWarn().addKeyValue("job", jobId).setCause(e).log("no page made: notes not written");
    }
  }

  private static List<String> names(List<Unshown> files, Set<Integer> without) {
    return files.stream()
        .filter(file -> !without.contains(file.slice()))
        .map(Unshown::name)
        .toList();
  }

  private void turn(String jobId, Set<Integer> due) {
    // Before the lock, for which others wait. All pages have what is known at the kick-off.
    Optional<NotesFile> known = files.hasNotes(jobId) ? Optional.empty() : notes.writeKnown(jobId);
    boolean published = Boolean.TRUE.equals(transaction.execute(status -> show(jobId, due, known)));
    if (!published) {
      known.ifPresent(file -> notes.discard(jobId, file));
    }
  }

  /** False if the notes were not needed. */
  private boolean show(String jobId, Set<Integer> due, Optional<NotesFile> known) {
    Optional<Integer> pages = store.lock(jobId, JobState.IN_PROGRESS);
    List<String> names = new ArrayList<>(names(store.unshown(jobId), due));
    if (pages.isEmpty() || names.isEmpty()) {
      return false;
    }
    boolean first = pages.get() == 0;
    if (first) {
      known.ifPresent(
          file -> {
            files.publishNotes(jobId, file);
            names.add(file.name());
          });
    }
    store.show(jobId, names, pages.get() + 1);
    return first;
  }

  /** Makes the last page, in the transaction that completes the job. */
  void end(String jobId) {
    Optional<Integer> pages = store.lock(jobId, JobState.COMPLETED);
    List<String> names = pages.isEmpty() ? List.of() : names(store.unshown(jobId), Set.of());
    if (!names.isEmpty()) {
      store.show(jobId, names, pages.get() + 1);
    }
  }
}
