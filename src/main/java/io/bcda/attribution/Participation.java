package io.bcda.attribution;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * How an ACO's participation in its model ended, where it may still use the server (BCDA: a limited
 * ACO). Opt-outs always count as they are now.
 *
 * @param endedOn last day of the participation, UTC
 * @param attribution whether rosters delivered later count
 * @param claims whether claims for later services count
 */
public record Participation(LocalDate endedOn, Bound attribution, Bound claims) {

  /** Whether the end bounds something. */
  public enum Bound {
    /** By the end of the participation. */
    ENDED,
    /** Not at all. */
    LATEST
  }

  public Participation {
    Objects.requireNonNull(endedOn);
  }

  /** Whether a roster's file may decide who is attributed. */
  boolean allows(Instant fileTime) {
    return attribution == Bound.LATEST
        || !LocalDate.ofInstant(fileTime, ZoneOffset.UTC).isAfter(endedOn);
  }
}
