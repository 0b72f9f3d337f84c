package io.bcda.attribution;

import static io.bcda.attribution.DecisionStep.before;
import static io.bcda.attribution.DecisionStep.since;
import static io.bcda.attribution.Participation.Bound.ENDED;
import static io.bcda.attribution.Participation.Bound.LATEST;

import java.util.List;

/** What came of the ACO's participation. */
enum DecisionTerms implements DecisionWord {
  ACTIVE("active"),
  DENIED("denied", since(DecisionWorld::deny)),
  DENIED_RESTORED("denied, restored", before(DecisionWorld::deny), since(DecisionWorld::restore)),
  LIMITED_BEFORE("limited before", before(w -> w.limit(ENDED, ENDED))),
  LIMITED_SINCE("limited since", since(w -> w.limit(ENDED, ENDED))),
  LIMITED_NEWER_ROSTERS("limited since, newer rosters", since(w -> w.limit(LATEST, ENDED))),
  LIMITED_NEWER_CLAIMS("limited since, newer claims", since(w -> w.limit(ENDED, LATEST))),
  RESTORED_SINCE(
      "limited, restored since", before(w -> w.limit(ENDED, ENDED)), since(DecisionWorld::restore)),
  LAST_DAY_OF_ACCESS("limited, last day", before(w -> w.limitUntil(0))),
  ACCESS_OVER("limited, access over", before(w -> w.limitUntil(-1)));

  private final String word;
  private final List<DecisionStep> steps;

  DecisionTerms(String word, DecisionStep... steps) {
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
