package io.bcda.attribution;

/** The two kinds of attribution that CMS delivers. */
public enum RosterKind {
  /** People attributed in the performance year under way; {@code Y} in file names. */
  CURRENT("Y"),
  /** People attributed last year, whose late claims still come; {@code R} in file names. */
  RUNOUT("R");

  private final String code;

  RosterKind(String code) {
    this.code = code;
  }

  static RosterKind ofCode(String code) {
    return RUNOUT.code.equals(code) ? RUNOUT : CURRENT;
  }

  /** The performance year in which a roster of this kind is used. */
  PerformanceYear usedIn(PerformanceYear of) {
    return this == CURRENT ? of : of.next();
  }
}
