package io.bcda.export;

import java.util.List;

/**
 * Part of a list of jobs.
 *
 * @param page newest first
 * @param total how many the whole list has
 */
public record JobsFound(List<ExportJob> page, int total) {
  /** None at all. */
  public static final JobsFound NONE = new JobsFound(List.of(), 0);

  public JobsFound {
    page = List.copyOf(page);
  }
}
