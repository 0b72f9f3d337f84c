package io.bcda.attribution;

/** MBIs around the person whom a row of the decision table observes. */
enum DecisionMbi {
  /** The one in rosters. */
  MBI,
  /** In the Patient from the beginning. */
  FORMER_MBI,
  /** Which only CCLF9 tells, with the first roster. */
  CCLF9_MBI,
  /** In the Patient when the row says so. */
  LATER_MBI,
  /** Which CCLF9 tells with the second roster, if that has it. */
  NEW_MBI,
  /** A member's of whom nothing is known, unless the row says so. */
  MEMBER_MBI,
  /** A person's in no roster. */
  STRANGER_MBI;

  private static final int MANY = 16;

  /**
   * @param row number of the row; no other row has this MBI
   */
  String of(int row) {
    return TestArchive.mbi(row * MANY + ordinal());
  }
}
