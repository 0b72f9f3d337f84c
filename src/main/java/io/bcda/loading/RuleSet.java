package io.bcda.loading;

/** Rules that a sample of lines is held to. */
enum RuleSet {
  BASE("Base R4"),
  CARIN("CARIN BB 2.0.0");

  private final String label;

  RuleSet(String label) {
    this.label = label;
  }

  /** How it is called in the report. */
  String label() {
    return label;
  }
}
