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

  /** What is wrong and where, for a client: without any content, nor the library's own codes. */
  String inWords() {
    boolean tellsThem = where != null && !where.matches("HAPI-\\d+|\\w+Exception");
    return tellsThem ? reason.sentence() + " (" + where + ")" : reason.sentence();
  }

  LineReason reason() {
    return reason;
  }
}
