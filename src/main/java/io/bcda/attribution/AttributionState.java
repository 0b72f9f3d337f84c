package io.bcda.attribution;

/** Whether an ACO's attribution of one kind can be used now. */
public enum AttributionState {
  /** It can be used. */
  CURRENT,
  /** The roster is of another performance year; this year's has not come, or has not begun. */
  AWAITING,
  /** The current roster is of this year, but its file is too old; a newer one is missing. */
  STALE,
  /** The runout roster has served its time. */
  EXPIRED,
  /** No roster is in force. */
  NEVER
}
