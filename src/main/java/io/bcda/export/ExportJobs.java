package io.bcda.export;

import java.util.Optional;
import java.util.Set;

/** The jobs of all ACOs; every call names the ACO, and sees only its jobs. */
public interface ExportJobs {
  /**
   * Accepts an export: fixes what it sees, records it and starts it.
   *
   * @throws io.bcda.refusal.Refusal NO_ATTRIBUTION when no roster is in force, BUSY when the same
   *     request is running already, or too many are, NO_SPACE when there is no room for files,
   *     MALFORMED for a {@code since} in the future, or patients who are not in the group
   */
  ExportJob accept(String aco, String clientId, ExportRequest request);

  /** The job, unless it is unknown, another ACO's, or deleted. */
  Optional<ExportJob> find(String aco, String id);

  /**
   * A page of the ACO's jobs, newest first.
   *
   * @param states only these; empty for all
   * @param offset leaves so many out, of the newest
   * @param limit at most so many
   */
  JobsFound list(String aco, Set<JobState> states, int offset, int limit);

  /**
   * Cancels a running job, removes the files of a finished one. After it the job is not found.
   *
   * @return false if there is no such job of this ACO
   */
  boolean delete(String aco, String clientId, String id);

  /**
   * Has the manifest of a running job name what is finished, on a page more, if its client takes
   * pages.
   *
   * @param job as it was found for its ACO
   */
  void showFinished(ExportJob job);

  /**
   * The file, if the job is this ACO's and its manifest names it.
   *
   * @throws io.bcda.refusal.Refusal GONE when the job has expired, or a person in the file has
   *     opted out of data sharing
   */
  Optional<ExportedFile> file(String aco, String jobId, String name);

  /**
   * Whether a file that is being sent must not be sent on: the job was deleted, or a person in the
   * file has opted out. Expiry does not end a download.
   */
  boolean isWithdrawn(String aco, String jobId, String name);

  /**
   * Whether files of a finished job of this ACO wait to be replaced, because a person in them has
   * opted out. Asking makes it go on.
   */
  boolean awaitsReplacement(String aco, String id);
}
