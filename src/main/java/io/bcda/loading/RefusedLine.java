package io.bcda.loading;

import org.jspecify.annotations.Nullable;

/**
 * A line that was not loaded.
 *
 * @param line its number in the file, from 1
 * @param where a column, an element or a code that helps to find the fault; no content
 */
public record RefusedLine(long line, LineReason reason, @Nullable String where) {
  public RefusedLine {
    if (line < 1) {
      throw new IllegalArgumentException("lines are numbered from 1");
    }
  }

  /** One line of the report. */
  public String text() {
    return "line " + line + ": " + reason.sentence() + (where == null ? "" : " (" + where + ")");
  }
}
