package io.bcda.sandbox;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person of the world. Nobody like this lives.
 *
 * @param index 0 and up
 * @param life name, dates and place
 * @param mbi the MBI that is current in the first stage
 * @param historicMbi an earlier MBI, if there was one
 * @param laterMbi the MBI that is current from the second stage on, if it changes
 * @param mbiSince first day of {@code mbi}
 * @param arrival the stage with which the person's resources come; null for never
 * @param fate what the second load does with the Patient: STEADY, REPEATED or CHANGED
 * @param partC enrolled in Medicare Advantage once
 * @param partD has drug coverage
 * @param memberships one for each ACO of {@link World#ACOS}
 */
record Person(
    int index,
    Life life,
    String mbi,
    @Nullable String historicMbi,
    @Nullable String laterMbi,
    LocalDate mbiSince,
    @Nullable Stage arrival,
    Claim.Fate fate,
    boolean partC,
    boolean partD,
    List<Membership> memberships) {

  /**
   * Name, dates and place of a person.
   *
   * @param enrolled first day in Medicare: at 65, or earlier by disability
   */
  record Life(
      boolean female,
      String given,
      String middle,
      String family,
      LocalDate birth,
      LocalDate enrolled,
      @Nullable LocalDate death,
      Home home) {

    boolean isByDisability() {
      return enrolled.isBefore(birth.plusYears(60));
    }
  }

  /** Where somebody lives: codes as in CCLF8, and the Social Security Administration's state. */
  record Home(
      String state, String ssaState, String fipsState, String county, String zip, String city) {
    /** From {@code state ssa fips county zip} and the city. */
    static Home of(String codes, String city) {
      String[] part = codes.split(" ");
      return new Home(part[0], part[1], part[2], part[3], part[4], city);
    }
  }

  Person {
    memberships = List.copyOf(memberships);
  }

  /** The Patient's id: negative, as CMS's synthetic beneficiaries have it. */
  String id() {
    return "-" + (1_000_001L + index);
  }

  boolean plays(Cast part) {
    return index == part.person();
  }

  /** Whether it is one of those whom every world has; their Patient and Coverages are tagged so. */
  boolean isOfCast() {
    return Cast.of(index).isPresent();
  }

  boolean isKnownAt(Stage stage) {
    return arrival != null && arrival.compareTo(stage) <= 0;
  }

  String currentMbi(Stage stage) {
    return stage == Stage.SECOND && laterMbi != null ? laterMbi : mbi;
  }

  /** All MBIs that the Patient shows at this stage, the current one last. */
  List<String> mbis(Stage stage) {
    List<String> all = new ArrayList<>();
    Optional.ofNullable(historicMbi).ifPresent(all::add);
    all.add(mbi);
    if (stage == Stage.SECOND) {
      Optional.ofNullable(laterMbi).ifPresent(all::add);
    }
    return all;
  }

  /** Parts of Medicare of which there is a Coverage. */
  List<String> parts() {
    List<String> parts = new ArrayList<>(List.of("a", "b"));
    if (partC) {
      parts.add("c");
    }
    if (partD) {
      parts.add("d");
    }
    return parts;
  }

  String coverageId(String part) {
    return "part-" + part + "-" + id();
  }

  /** Whether the second load brings the Patient with other content. */
  boolean patientChanges() {
    return arrival == Stage.FIRST && (laterMbi != null || fate == Claim.Fate.CHANGED);
  }

  /** Whether the second load brings the Coverages with other content: they carry the MBI. */
  boolean coverageChanges() {
    return arrival == Stage.FIRST && laterMbi != null;
  }
}
