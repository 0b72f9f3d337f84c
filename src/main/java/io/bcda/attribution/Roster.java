package io.bcda.attribution;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;

/**
 * One attribution delivery for one ACO, one kind and one performance year; immutable.
 *
 * @param aco CMS id of the ACO
 * @param fileTime the timestamp in the name of the delivered CCLF8 file
 * @param members distinct people; they are numbered 1..members
 * @param loadedAt when it was loaded, by the server's clock
 */
public record Roster(
    long id,
    String aco,
    RosterKind kind,
    int performanceYear,
    Instant fileTime,
    int members,
    Instant loadedAt) {

  private static final Comparator<Roster> BY_AGE =
      Comparator.comparingInt(Roster::performanceYear).thenComparing(Roster::fileTime);

  /** The day of the file, UTC. Two deliveries of one day are one delivery and its correction. */
  public LocalDate fileDate() {
    return LocalDate.ofInstant(fileTime, ZoneOffset.UTC);
  }

  /**
   * Whether this roster, just loaded, takes the place of one in force: it is newer by performance
   * year and file time, or equal in both and then a correction that came later.
   */
  boolean supersedes(Roster inForce) {
    return BY_AGE.compare(this, inForce) >= 0;
  }

  /** Whether both are the same delivery: one corrects the other. */
  boolean isSameDeliveryAs(Roster other) {
    return kind == other.kind
        && performanceYear == other.performanceYear
        && fileDate().equals(other.fileDate());
  }
}
