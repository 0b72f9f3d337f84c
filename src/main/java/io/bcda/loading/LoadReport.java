package io.bcda.loading;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a load did, for the operator. Holds no content of any line.
 *
 * @param file the file's name
 * @param sha256 of the file as delivered, or null where it could not be read
 * @param refused the refused lines by number; at most 100,000 of them
 * @param detail why it was skipped, stopped, refused or failed; null when done
 * @param took from start to end
 */
public record LoadReport(
    String file,
    @Nullable String sha256,
    LoadState state,
    LoadCounts counts,
    List<RefusedLine> refused,
    @Nullable String detail,
    Duration took) {

  public LoadReport {
    refused = List.copyOf(refused);
    if (state == LoadState.DONE && counts.done() != counts.lines()) {
      throw new IllegalArgumentException("a load is done when every line has an outcome");
    }
  }

  static LoadReport of(
      String file, String sha256, LoadEnd end, LoadCounts counts, List<RefusedLine> refused) {
    return new LoadReport(file, sha256, end.state(), counts, refused, end.detail(), Duration.ZERO);
  }

  /** A file of which no line was tried. */
  static LoadReport untouched(
      String file, @Nullable String sha256, LoadState state, String detail) {
    return new LoadReport(file, sha256, state, LoadCounts.none(), List.of(), detail, Duration.ZERO);
  }

  LoadReport took(Duration duration) {
    return new LoadReport(file, sha256, state, counts, refused, detail, duration);
  }

  /** One sentence, at most 500 characters. */
  public String summary() {
    String counted =
        "%d lines: %d created, %d updated, %d unchanged, %d deleted, %d refused"
            .formatted(
                counts.lines(),
                counts.created(),
                counts.updated(),
                counts.unchanged(),
                counts.deletions().resources(),
                counts.refused());
    return state + (detail == null ? "; " : "; " + detail + "; ") + counted;
  }

  /** The report as a text file. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("Claims file: ").append(file).append('\n');
    if (sha256 != null) {
      text.append("SHA-256: ").append(sha256).append('\n');
    }
    text.append("Result: ").append(state).append('\n');
    if (detail != null) {
      text.append("Reason: ").append(detail).append('\n');
    }
    text.append(
        """
        Lines: %d
        Created: %d
        Updated: %d
        Unchanged: %d
        Deleted: %d
        Refused: %d
        Seconds: %.1f
        """
            .formatted(
                counts.lines(),
                counts.created(),
                counts.updated(),
                counts.unchanged(),
                counts.deletions().resources(),
                counts.refused(),
                took.toMillis() / 1000.0));
    if (!refused.isEmpty()) {
      text.append("\nRefused lines");
      if (refused.size() < counts.refused()) {
        text.append(", the first ").append(refused.size());
      }
      text.append(":\n").append(refusedLines());
    }
    return text.toString();
  }

  private String refusedLines() {
    return refused.stream().map(RefusedLine::text).collect(Collectors.joining("\n", "", "\n"));
  }
}
