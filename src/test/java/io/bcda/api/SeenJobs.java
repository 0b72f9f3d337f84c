package io.bcda.api;

import io.bcda.export.ExportJob;
import io.bcda.export.ExportJobs;
import io.bcda.export.ExportRequest;
import io.bcda.export.ExportedFile;
import io.bcda.export.JobState;
import io.bcda.export.JobsFound;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Jobs as they are seen, for what asks no more of them than to be looked at.
 *
 * @param looks what one look at a job after the other sees
 * @param found what a list has
 */
record SeenJobs(Deque<ExportJob> looks, JobsFound found) implements ExportJobs {
  static SeenJobs each(ExportJob... looks) {
    return new SeenJobs(new ArrayDeque<>(List.of(looks)), JobsFound.NONE);
  }

  static SeenJobs listed(JobsFound found) {
    return new SeenJobs(new ArrayDeque<>(), found);
  }

  @Override
  public Optional<ExportJob> find(String aco, String id) {
    return Optional.of(looks.removeFirst());
  }

  @Override
  public JobsFound list(String aco, Set<JobState> states, int offset, int limit) {
    return found;
  }

  @Override
  public boolean awaitsReplacement(String aco, String id) {
    return false;
  }

  @Override
  public void showFinished(ExportJob job) {
    // nothing more is ever finished
  }

  @Override
  public ExportJob accept(String aco, String clientId, ExportRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean delete(String aco, String clientId, String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ExportedFile> file(String aco, String jobId, String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isWithdrawn(String aco, String jobId, String name) {
    throw new UnsupportedOperationException();
  }
}
