package io.bcda.api;

import io.bcda.export.JobState;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code GET /jobs} was asked.
 *
 * @param labels as given in {@code _status}; empty for all
 * @param count at most so many jobs
 * @param offset after so many
 */
record JobListQuery(List<String> labels, int count, int offset) {
  private static final int MOST = 1000;
  // BCDA's further states: what this server calls otherwise, or does not list.
  private static final Map<String, Optional<JobState>> BCDA =
      Map.of(
          "Archived", Optional.of(JobState.EXPIRED),
          "FailedExpired", Optional.of(JobState.FAILED),
          "Cancelled", Optional.empty(),
          "CancelledExpired", Optional.empty());

  JobListQuery {
    labels = List.copyOf(labels);
  }

  static JobListQuery parse(QueryParameters query) {
    query.requireOnly(Set.of("_status", "_count", "_offset"));
    List<String> labels = query.elements("_status", ExportParameters.MOST_NAMES);
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      if (JobState.ofLabel(label).isEmpty() && !BCDA.containsKey(label)) {
        throw refusal(
            "Invalid status type. Supported types: Pending, In Progress, Completed, Failed, Expired",
            "_status");
      }
      if (!seen.add(label)) {
        throw refusal("Repeated status type " + label, "_status");
      }
    }
    return new JobListQuery(
        labels, number(query, "_count", MOST, 1, MOST), number(query, "_offset", 0, 0, 1_000_000));
  }

  private static int number(QueryParameters query, String name, int absent, int least, int most) {
    Optional<String> text = query.one(name);
    if (text.isEmpty()) {
      return absent;
    }
    if (text.get().matches("\\d{1,7}")) {
      int value = Integer.parseInt(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw refusal(name + " must be a whole number from " + least + " to " + most, name);
  }

  private static Refusal refusal(String text, String parameter) {
    return new Refusal(Reason.MALFORMED, text).at(parameter);
  }

  /** Whether only states were asked that no listed job can have. */
  boolean matchesNothing() {
    return !labels.isEmpty() && states().isEmpty();
  }

  /** The states asked for; empty for all. */
  Set<JobState> states() {
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    for (String label : labels) {
      JobState.ofLabel(label).or(() -> BCDA.get(label)).ifPresent(states::add);
    }
    return states;
  }

  /** The query of the page that begins at an offset. */
  String at(int otherOffset) {
    String status =
        labels.isEmpty() ? "" : "_status=" + String.join(",", labels).replace(" ", "%20") + "&";
    return "?" + status + "_count=" + count + "&_offset=" + otherOffset;
  }
}
