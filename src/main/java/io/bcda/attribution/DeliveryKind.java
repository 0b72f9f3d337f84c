package io.bcda.attribution;

/** What a delivered file holds. */
public enum DeliveryKind {
  /** A roster of the performance year under way. */
  CURRENT,
  /** A roster of last year's people. */
  RUNOUT,
  /** Preferences given to 1-800-MEDICARE. */
  PREFERENCES,
  /** Its name does not tell. */
  UNKNOWN;

  static DeliveryKind of(RosterKind kind) {
    return kind == RosterKind.CURRENT ? CURRENT : RUNOUT;
  }
}
