package io.bcda.attribution;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom one export covers, and from which point on (design section 4). Fixed at kick-off, so that
 * every slice resolves the same set.
 *
 * @param rosterBefore the roster in force before the present delivery; null for none, and where the
 *     rule does not ask
 * @param now what the ACO can see at the transactionTime; with a roster
 * @param then what it could see at {@code _since}; null without it, or when it cannot be told
 * @param part of which the export is
 */
public record Cohort(
    Rule rule, @Nullable Long rosterBefore, Sight now, @Nullable Sight then, CohortPart part) {
  public Cohort {
    Objects.requireNonNull(now.roster(), "a cohort without a roster");
    if (rule.comparesWithThen()) {
      Objects.requireNonNull(then, "this rule compares with an earlier time");
    }
  }

  /** All of a cohort. */
  public Cohort(Rule rule, @Nullable Long rosterBefore, Sight now, @Nullable Sight then) {
    this(rule, rosterBefore, now, then, CohortPart.ALL);
  }

  /** A part of the same cohort. */
  Cohort limitedTo(CohortPart only) {
    return new Cohort(rule, rosterBefore, now, then, only);
  }

  /** Which rows of the people visible now are in the output. */
  public enum Rule {
    /** All of them. */
    EVERYTHING,
    /** Those that changed, of every person alike. */
    CHANGED,
    /** Those that this ACO could not see then: changed ones, and everything of who is new to it. */
    UNSEEN,
    /** Everything of people who were not in the roster before the present delivery. */
    NEW_BY_DELIVERY,
    /** Everything of people who were not visible then. */
    NEW_SINCE;

    /** Whether the rule needs to know what was visible at an earlier time. */
    public boolean comparesWithThen() {
      return this == CHANGED || this == UNSEEN || this == NEW_SINCE;
    }

    /** Whether an export by this rule lists what can be seen no more. */
    public boolean listsDeleted() {
      return this == CHANGED || this == UNSEEN;
    }
  }
}
