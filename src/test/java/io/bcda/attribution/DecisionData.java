package io.bcda.attribution;

import static io.bcda.attribution.DecisionMbi.FORMER_MBI;
import static io.bcda.attribution.DecisionMbi.LATER_MBI;
import static io.bcda.attribution.DecisionMbi.MBI;
import static io.bcda.attribution.DecisionMbi.NEW_MBI;
import static io.bcda.attribution.DecisionPart.CLAIM;
import static io.bcda.attribution.DecisionPart.COVERAGE;
import static io.bcda.attribution.DecisionPart.PATIENT;
import static io.bcda.attribution.DecisionStep.before;
import static io.bcda.attribution.DecisionStep.open;
import static io.bcda.attribution.DecisionStep.since;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What came of the person's Patient and the claim under observation. */
enum DecisionData implements DecisionWord {
  OLD("old", before(whole())),
  CHANGED("changed since", before(whole()), since(claim())),
  CAME("came since", before(rest()), since(claim())),
  COMMITTED_SINCE("committed since", before(rest()), open(claim())),
  CAME_AND_WENT("came and went since", before(rest()), since(claim()), since(gone(CLAIM))),
  HIDDEN("hidden", before(whole()), before(w -> w.hide(true))),
  HIDDEN_SINCE("hidden since", before(whole()), since(w -> w.hide(true))),
  SHOWN_SINCE("shown since", before(whole()), before(w -> w.hide(true)), since(w -> w.hide(false))),
  DELETED("deleted since", before(whole()), since(gone(CLAIM))),
  DELETED_AND_BACK("deleted and back since", before(whole()), since(gone(CLAIM)), since(claim())),
  EXPUNGED("expunged since", before(whole()), since(DecisionWorld::expunge)),
  MOVED_AWAY("moved away since", before(whole()), since(DecisionWorld::giveToStranger)),
  MOVED_HERE(
      "moved here since", before(rest()), before(DecisionWorld::giveToStranger), since(claim())),
  MOVED_TO_MEMBER(
      "moved to a member since",
      before(whole()),
      before(DecisionWorld::member),
      since(DecisionWorld::giveToMember)),
  REDATED_OUT("re-dated to 2052-01-01", before(whole()), since(claim(of("2052-01-01")))),
  REDATED_IN("re-dated from 2052-01-01", before(whole(of("2052-01-01"))), since(claim())),
  OF_2049("of 2049-12-31", before(whole(of("2049-12-31")))),
  OF_2050("of 2050-01-01", before(whole(of("2050-01-01")))),
  OF_2051("of 2051-12-31", before(whole(of("2051-12-31")))),
  OF_2052("of 2052-01-01", before(whole(of("2052-01-01")))),
  ON_THE_LAST_DAY("of 2052-06-07", before(whole(of("2052-06-07")))),
  AFTER_THE_LAST_DAY("of 2052-06-08", before(whole(of("2052-06-08")))),
  UNDATED("undated", before(whole(null))),
  COVERAGE_DELETED("Coverage deleted since", before(whole()), since(gone(COVERAGE))),
  PATIENT_CHANGED("Patient changed since", before(whole()), since(w -> w.patient(MBI, FORMER_MBI))),
  PATIENT_DELETED("Patient deleted since", before(whole()), since(gone(PATIENT))),
  PATIENT_CAME(
      "Patient came since", before(DecisionWorld::records), before(claim()), since(patient())),
  MBI_CAME(
      "MBI came since",
      before(w -> w.patient(LATER_MBI)),
      before(DecisionWorld::records),
      before(claim()),
      since(patient())),
  MBI_ADDED("MBI added since", before(whole()), since(w -> w.patient(MBI, FORMER_MBI, NEW_MBI))),
  MBI_LOST("MBI lost since", before(whole()), since(w -> w.patient(LATER_MBI))),
  TWO_PATIENTS("two Patients", before(whole()), before(DecisionWorld::namesake)),
  TWO_SINCE("two Patients since", before(whole()), since(DecisionWorld::namesake)),
  ONE_SINCE(
      "one Patient since",
      before(whole()),
      before(DecisionWorld::namesake),
      since(DecisionWorld::noNamesake));

  private final String word;
  private final List<DecisionStep> steps;

  DecisionData(String word, DecisionStep... steps) {
    this.word = word;
    this.steps = List.of(steps);
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public List<DecisionStep> steps() {
    return steps;
  }

  private static LocalDate of(String day) {
    return LocalDate.parse(day);
  }

  private static Consumer<DecisionWorld> patient() {
    return w -> w.patient(MBI, FORMER_MBI);
  }

  /** The person without the claim. */
  private static Consumer<DecisionWorld> rest() {
    return patient().andThen(DecisionWorld::records);
  }

  private static Consumer<DecisionWorld> whole() {
    return rest().andThen(claim());
  }

  private static Consumer<DecisionWorld> whole(@Nullable LocalDate service) {
    return rest().andThen(claim(service));
  }

  private static Consumer<DecisionWorld> claim() {
    return w -> w.claim(DecisionWorld.USUAL_SERVICE);
  }

  private static Consumer<DecisionWorld> claim(@Nullable LocalDate service) {
    return w -> w.claim(service);
  }

  private static Consumer<DecisionWorld> gone(DecisionPart part) {
    return w -> w.delete(part);
  }
}
