package io.bcda.files;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Where export files lie. Each belongs to a job, has a name of its own, is written once and never
 * changed. A file is part of a job's answer only once a table says so; the store knows no jobs.
 * Safe for many threads and, over a shared folder, many nodes.
 */
public interface ExportFileStore {

  /**
   * Begins a file that does not exist yet.
   *
   * @param jobId letters, digits and '-'
   * @param name letters, digits, '.', '_' and '-', unique in the job over all attempts
   * @throws IllegalArgumentException if a name has another form
   * @throws java.nio.file.FileAlreadyExistsException if the file is there already
   */
  ExportFileWriter create(String jobId, String name) throws IOException;

  /**
   * The file, which the caller knows to be finished; empty if there is none, or if a name could not
   * be one of ours.
   */
  Optional<StoredFile> find(String jobId, String name);

  /** Removes one file and its index. Nothing happens if there is none. */
  void delete(String jobId, String name) throws IOException;

  /** Removes all files of a job, unfinished ones too. Nothing happens if there are none. */
  void deleteJob(String jobId) throws IOException;

  /** Ids of all jobs that have a folder here: for sweeping. */
  Set<String> jobs() throws IOException;

  /** Names of a job's files, finished or not, without their indexes: for sweeping. */
  Set<String> names(String jobId) throws IOException;

  /** Bytes that can still be written. */
  long usableBytes() throws IOException;
}
