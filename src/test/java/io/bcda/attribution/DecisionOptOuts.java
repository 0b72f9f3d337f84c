package io.bcda.attribution;

import static io.bcda.attribution.DecisionMbi.CCLF9_MBI;
import static io.bcda.attribution.DecisionMbi.FORMER_MBI;
import static io.bcda.attribution.DecisionMbi.LATER_MBI;
import static io.bcda.attribution.DecisionMbi.MBI;
import static io.bcda.attribution.DecisionStep.before;
import static io.bcda.attribution.DecisionStep.open;
import static io.bcda.attribution.DecisionStep.since;

import java.util.List;

/**
 * What the person told 1-800-MEDICARE. Days are counted from the one of {@code _since}, or, of what
 * is told later, from the one from which later days are counted.
 */
enum DecisionOptOuts implements DecisionWord {
  NONE("none"),
  BEFORE("before", before(w -> w.optOut(MBI, -8))),
  SINCE("since", since(w -> w.optOut(MBI, 6))),
  OF_AN_EARLIER_DAY("since, of an earlier day", since(w -> w.optOut(MBI, -8))),
  COMMITTED_SINCE("committed since", open(w -> w.optOut(MBI, -1))),
  IN_AGAIN("before, in again since", before(w -> w.optOut(MBI, -8)), since(w -> w.optIn(MBI, 6))),
  OUT_AND_IN_AGAIN(
      "since, in again since", since(w -> w.optOut(MBI, 5)), since(w -> w.optIn(MBI, 6))),
  AFTER_AN_OPT_IN("after an opt-in", before(w -> w.optIn(MBI, -8)), since(w -> w.optOut(MBI, 6))),
  OLDER_THAN_AN_OPT_IN(
      "older than an opt-in", before(w -> w.optIn(MBI, -8)), since(w -> w.optOut(MBI, -9))),
  OF_ONE_DAY("in and out of one day", since(w -> w.optOutAndIn(MBI, 6))),
  OF_A_DAY_TO_COME("of a day to come", before(w -> w.optOut(MBI, 300))),
  DAY_CAME("day came since", before(w -> w.optOut(MBI, 3))),
  WITHDRAWN("corrected since", before(w -> w.optOut(MBI, -8)), since(DecisionWorld::withdraw)),
  OPT_IN_GONE(
      "opt-in corrected since",
      before(w -> w.optOut(FORMER_MBI, -9)),
      before(w -> w.optIn(MBI, -8)),
      since(DecisionWorld::withdraw)),
  OPT_IN_GONE_AND_BACK(
      "opt-in corrected, back since",
      before(w -> w.optOut(FORMER_MBI, -9)),
      before(w -> w.optIn(MBI, -8)),
      since(DecisionWorld::withdraw),
      since(w -> w.optIn(MBI, -8))),
  OPT_IN_LOST_AND_BACK(
      "opt-in's MBI lost, back since",
      before(w -> w.optOut(MBI, -9)),
      before(w -> w.optIn(FORMER_MBI, -8)),
      since(w -> w.patient(MBI)),
      since(w -> w.patient(MBI, FORMER_MBI))),
  UNDER_A_FORMER_MBI("under a former MBI", since(w -> w.optOut(FORMER_MBI, 6))),
  UNDER_CCLF9("under an MBI of CCLF9", since(w -> w.optOut(CCLF9_MBI, 6))),
  UNDER_A_LATER_MBI(
      "under an MBI learnt since",
      before(w -> w.optOut(LATER_MBI, -8)),
      since(w -> w.patient(MBI, FORMER_MBI, LATER_MBI)));

  private final String word;
  private final List<DecisionStep> steps;

  DecisionOptOuts(String word, DecisionStep... steps) {
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
}
