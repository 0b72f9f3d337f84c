package io.bcda.loading;

import org.jspecify.annotations.Nullable;

/** One line that cannot be loaded. Holds no content of it. */
final class LineRefused extends RuntimeException {
  private final LineReason reason;
  private final @Nullable String where;

  LineRefused(LineReason reason) {
    this(reason, null);
  }

  /**
   * @param where a column, an element name of FHIR or a code; never content of the line
   */
  LineRefused(LineReason reason, @Nullable String where) {
    super(reason.sentence(), null, false, false);
    this.reason = reason;
    this.where = where;
  }

  RefusedLine at(long line) {
    return new RefusedLine(line, reason, where);
  }

  /** What is wrong and where, without any content. */
  String inWords() {
    return where == null ? reason.sentence() : reason.sentence() + " (" + where + ")";
  }

  LineReason reason() {
    return reason;
  }
}
