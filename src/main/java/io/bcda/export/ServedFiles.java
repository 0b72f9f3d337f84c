package io.bcda.export;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which files may go out: none that holds a person who has opted out since. */
@Component
class ServedFiles {
  private static final String WITHDRAWN =
      "The file was withdrawn, because a person in it has opted out of data sharing. Fetch the"
          + " job's manifest again: once complete it names the file that takes its place";
  private static final String OF_EARLIER_ERA =
      "The server's data were restored or rebuilt since the export, and who has opted out since"
          + " cannot be told. Start a new export";
  private final ExportFileTable files;
  private final FileReplacement replacement;
  private final Replacements replacements;

  ServedFiles(ExportFileTable files, FileReplacement replacement, Replacements replacements) {
    this.files = files;
    this.replacement = replacement;
    this.replacements = replacements;
  }

  /**
   * A file that the job's manifest names.
   *
   * @throws Refusal GONE when a person in it has opted out, or nobody can tell
   */
  Optional<ExportedFile> find(ExportJob job, String name) {
    if (!replacement.canTell(job.id())) {
      throw new Refusal(Reason.GONE, OF_EARLIER_ERA);
    }
    if (mustNotBeServed(job, name)) {
      throw new Refusal(Reason.GONE, WITHDRAWN);
    }
    return job.files().stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /**
   * In this order: what is due no more has been withdrawn by then. The other way round, a file that
   * is replaced between the two looks would be served once more.
   */
  boolean mustNotBeServed(ExportJob job, String name) {
    return isDue(job, name) || files.isWithdrawn(job.id(), name);
  }

  private boolean isDue(ExportJob job, String name) {
    Optional<Integer> slice = files.slice(job.id(), name);
    boolean due =
        replacement.due(job.id()).stream()
            .anyMatch(s -> slice.filter(n -> n == s.number()).isPresent());
    if (due) {
      request(job);
    }
    return due;
  }

  /** Whether files of a completed job wait to be replaced. Asking makes it go on. */
  boolean awaitReplacement(ExportJob job) {
    boolean due = job.state() == JobState.COMPLETED && !replacement.due(job.id()).isEmpty();
    if (due) {
      request(job);
    }
    return due;
  }

  private void request(ExportJob job) {
    if (job.state() == JobState.COMPLETED) { // while it runs, nothing takes a file's place
      replacements.request(job.id());
    }
  }
}
