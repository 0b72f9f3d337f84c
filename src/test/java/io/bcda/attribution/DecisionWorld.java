package io.bcda.attribution;

import io.bcda.attribution.CohortWorld.Claim;
import io.bcda.attribution.CohortWorld.Delivered;
import io.bcda.attribution.Participation.Bound;
import io.bcda.store.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can happen in a row of the decision table: to one person, who has a Patient, a Coverage and
 * two claims, and to one ACO. A member of whom nothing is known and a stranger stand by.
 */
final class DecisionWorld {
  static final LocalDate USUAL_SERVICE = LocalDate.of(2051, 11, 15);
  private static final Instant FIRST_PREFERENCES = Instant.parse("2050-01-01T00:00:00Z");
  private static final int TENTHS_OF_A_ROW = 10;

  private final CohortRoom room;
  private final int row;
  private final String aco;
  private final DecisionTimes times;
  private int preferenceFiles;

  DecisionWorld(CohortRoom room, int row, String aco, DecisionTimes times) {
    this.room = room;
    this.row = row;
    this.aco = aco;
    this.times = times;
  }

  DecisionTimes times() {
    return times;
  }

  // Rosters

  void deliver(RosterKind kind, Instant file, DecisionRosters.Listed listed) {
    int year = day(file).getYear() - (kind == RosterKind.RUNOUT ? 1 : 0);
    Map<String, String> changes =
        listed == DecisionRosters.Listed.NEW_MBI
            ? Map.of(mbi(DecisionMbi.MBI), mbi(DecisionMbi.NEW_MBI))
            : Map.of(mbi(DecisionMbi.CCLF9_MBI), mbi(DecisionMbi.MBI));
    List<String> members =
        switch (listed) {
          case OUT -> mbis(DecisionMbi.MEMBER_MBI);
          case IN -> mbis(DecisionMbi.MEMBER_MBI, DecisionMbi.MBI);
          case TWICE -> mbis(DecisionMbi.MBI, DecisionMbi.MEMBER_MBI, DecisionMbi.FORMER_MBI);
          case FORMER_MBI -> mbis(DecisionMbi.MEMBER_MBI, DecisionMbi.FORMER_MBI);
          case NEW_MBI -> mbis(DecisionMbi.MEMBER_MBI, DecisionMbi.NEW_MBI);
        };
    room.roster(new Delivered(aco, kind, year, file, members, changes));
  }

  void rollBack(RosterKind kind) {
    room.rollBack(aco, kind);
  }

  // The ACO

  void deny() {
    terms().deny(aco);
  }

  void restore() {
    terms().restore(aco);
  }

  void limit(Bound attribution, Bound claims) {
    terms().limit(aco, new Participation(lastDay(), attribution, claims), Optional.empty());
  }

  /**
   * @param days from the export to the last day of access
   */
  void limitUntil(int days) {
    Participation ended = new Participation(lastDay(), Bound.ENDED, Bound.ENDED);
    terms().limit(aco, ended, Optional.of(day(times.export()).plusDays(days)));
  }

  private AcoTerms terms() {
    return room.bean(AcoTerms.class);
  }

  /** Of the participation. */
  private LocalDate lastDay() {
    return day(times.since()).minusDays(3);
  }

  void lookBack(@Nullable LocalDate from) {
    room.lookBack(from);
  }

  // Preferences

  /**
   * @param day on which it takes effect, counted from that of the export before
   */
  void optOut(DecisionMbi mbi, int day) {
    told(told(mbi, day, false));
  }

  void optIn(DecisionMbi mbi, int day) {
    told(told(mbi, day, true));
  }

  void optOutAndIn(DecisionMbi mbi, int day) {
    told(told(mbi, day, false), told(mbi, day, true));
  }

  /** Delivers the last file once more, with nothing of the person. */
  void withdraw() {
    preferenceFiles--;
    told(told(DecisionMbi.STRANGER_MBI, 0, true));
  }

  private Preference told(DecisionMbi mbi, int day, boolean share) {
    return new Preference(mbi(mbi), day(times.later()).plusDays(day), share);
  }

  private void told(Preference... preferences) {
    int tenths = row * TENTHS_OF_A_ROW + preferenceFiles++;
    room.preferences(
        FIRST_PREFERENCES.plus(Duration.ofMillis(100L * tenths)), List.of(preferences));
  }

  // The person

  void patient(DecisionMbi... mbis) {
    room.patient(id(DecisionPart.PATIENT), Set.copyOf(mbis(mbis)));
  }

  /** The Coverage and the other claim. */
  void records() {
    String patient = id(DecisionPart.PATIENT);
    room.claim(new Claim(id(DecisionPart.COVERAGE), ResourceKind.COVERAGE, patient, null, false));
    room.claim(eob(DecisionPart.OTHER_CLAIM, patient, USUAL_SERVICE));
  }

  /** Writes the claim under observation, or changes it. */
  void claim(@Nullable LocalDate serviceEnd) {
    room.claim(eob(DecisionPart.CLAIM, id(DecisionPart.PATIENT), serviceEnd));
  }

  private Claim eob(DecisionPart part, String patient, @Nullable LocalDate serviceEnd) {
    return new Claim(id(part), ResourceKind.EXPLANATION_OF_BENEFIT, patient, serviceEnd, false);
  }

  void hide(boolean hidden) {
    room.mark(id(DecisionPart.CLAIM), hidden);
  }

  void delete(DecisionPart part) {
    room.delete(id(part));
  }

  void expunge() {
    room.expunge(id(DecisionPart.CLAIM));
  }

  // Others

  void stranger() {
    room.patient("stranger-" + row, Set.copyOf(mbis(DecisionMbi.STRANGER_MBI)));
  }

  void giveToStranger() {
    room.claim(eob(DecisionPart.CLAIM, "stranger-" + row, USUAL_SERVICE));
  }

  /** Makes the member known. */
  void member() {
    room.patient("member-" + row, Set.copyOf(mbis(DecisionMbi.MEMBER_MBI)));
  }

  void giveToMember() {
    room.claim(eob(DecisionPart.CLAIM, "member-" + row, USUAL_SERVICE));
  }

  /** A second Patient has the person's MBI. */
  void namesake() {
    room.patient("namesake-" + row, Set.copyOf(mbis(DecisionMbi.MBI)));
  }

  void noNamesake() {
    room.delete("namesake-" + row);
  }

  private String id(DecisionPart part) {
    return part.id(row);
  }

  private List<String> mbis(DecisionMbi... mbis) {
    return Arrays.stream(mbis).map(this::mbi).toList();
  }

  private String mbi(DecisionMbi mbi) {
    return mbi.of(row);
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }
}
