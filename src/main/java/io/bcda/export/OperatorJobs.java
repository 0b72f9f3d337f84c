package io.bcda.export;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** The jobs of all ACOs, for operators. ACOs go by {@link ExportJobs}. */
@Service
public class OperatorJobs {
  private final ExportJobStore store;
  private final JobListStore lists;
  private final ExportJobs jobs;

  OperatorJobs(ExportJobStore store, JobListStore lists, ExportJobs jobs) {
    this.store = store;
    this.lists = lists;
    this.jobs = jobs;
  }

  public List<ExportJob> list(JobPage page) {
    return lists.list(page);
  }

  /** The job of whichever ACO, unless it is unknown or deleted. */
  public Optional<ExportJob> find(String id) {
    return store.find(id);
  }

  /**
   * Does what its ACO does by {@link ExportJobs#delete}.
   *
   * @param clientId the operator's client
   * @return false if there is no such job
   */
  public boolean delete(String clientId, String id) {
    return store.find(id).filter(job -> jobs.delete(job.aco(), clientId, id)).isPresent();
  }
}
