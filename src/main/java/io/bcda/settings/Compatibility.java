package io.bcda.settings;

/** Whose shapes answers have where BCDA's differ from the Bulk Data Access guide's. */
public enum Compatibility {
  /** The guide's, and what is plain. */
  IG,
  /** BCDA's, oddities too, for clients that were written against it. */
  BCDA_STRICT
}
