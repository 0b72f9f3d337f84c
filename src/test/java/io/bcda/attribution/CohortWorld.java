package io.bcda.attribution;

import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a cohort. The server's rooms and a {@link CohortModel model} of them take the
 * same facts, so that their answers can be compared. What does not fit, such as the end of a
 * resource that is not there, does nothing.
 */
interface CohortWorld {
  /** The model of ACOs with these ids has a look-back that changes, and no exemption. */
  String LOOKING_BACK = "TEST";

  /** Preferences do not count for ACOs of this model; claims go back a year from 1 January. */
  String EXEMPT = "SSP";

  /**
   * A delivered roster.
   *
   * @param changes former MBIs to later ones
   */
  record Delivered(
      String aco,
      RosterKind kind,
      int year,
      Instant file,
      List<String> mbis,
      Map<String, String> changes) {}

  /**
   * A Coverage or a claim.
   *
   * @param patient which need not be there
   */
  record Claim(
      String id,
      ResourceKind kind,
      String patient,
      @Nullable LocalDate serviceEnd,
      boolean hidden) {}

  /**
   * How an ACO's participation ended, of which it goes on with what belongs to it.
   *
   * @param ended the last day
   * @param attribution whether later rosters count no more
   * @param claims whether claims for later services count no more
   * @param access the last day on which it may ask; null for no such day
   */
  record Limit(
      String aco,
      LocalDate ended,
      boolean attribution,
      boolean claims,
      @Nullable LocalDate access) {}

  /** Registers an ACO of one of the two models. */
  void aco(String id, String model);

  void roster(Delivered roster);

  /** Takes back the roster in force. */
  void rollBack(String aco, RosterKind kind);

  /**
   * Delivers a file of preferences, or corrects the one of the same time.
   *
   * @param file its time
   */
  void preferences(Instant file, List<Preference> preferences);

  /** Takes back the last file of preferences of that time, so that the one before it counts. */
  void rollBackPreferences(Instant file);

  /** Ends an ACO's participation, or changes how it ended. */
  void limit(Limit limit);

  /** Refuses an ACO everything. */
  void deny(String aco);

  /** Lets an ACO take part as before. */
  void restore(String aco);

  /** Creates a Patient, changes it, or brings it back. */
  void patient(String id, Set<String> mbis);

  /** Creates a Coverage or a claim, changes it, or brings it back. */
  void claim(Claim claim);

  /** Hides a claim, or shows it, without changing it. */
  void mark(String id, boolean hidden);

  void delete(String id);

  /** Takes a Coverage or a claim away with all its versions. */
  void expunge(String id);

  /**
   * Changes the rule of the first model.
   *
   * @param from first service date that counts; null for all
   */
  void lookBack(@Nullable LocalDate from);
}
