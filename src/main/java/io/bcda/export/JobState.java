package io.bcda.export;

import java.util.Arrays;
import java.util.Optional;

/** BCDA's states of a job. A deleted or cancelled job is not seen by anybody. */
public enum JobState {
  PENDING("Pending"),
  IN_PROGRESS("In Progress"),
  COMPLETED("Completed"),
  FAILED("Failed"),
  EXPIRED("Expired"),
  DELETED("Deleted");

  private final String label;

  JobState(String label) {
    this.label = label;
  }

  /** BCDA's word for it. */
  public String label() {
    return label;
  }

  public boolean isRunning() {
    return this == PENDING || this == IN_PROGRESS;
  }

  public static Optional<JobState> ofLabel(String label) {
    return Arrays.stream(values()).filter(s -> s != DELETED && s.label.equals(label)).findFirst();
  }
}
