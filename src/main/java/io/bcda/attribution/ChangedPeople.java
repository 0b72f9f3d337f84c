package io.bcda.attribution;

import io.bcda.store.KnowledgeSql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who may have come to be seen, or not to be seen any more, between two times, in SQL: the people
 * of an MBI that is in one of the two rosters only, or whose link or preference changed, took
 * effect or lapsed, or lapses no more. Rather too many than too few; whoever is not among them is
 * seen now if and only if seen then. So nobody else has to be looked up, however large the roster
 * is.
 */
@Component
class ChangedPeople {
  private final KnowledgeSql knowledge;

  ChangedPeople(KnowledgeSql knowledge) {
    this.knowledge = knowledge;
  }

  /** A query of patient_pid, each once, over the parameters of a cohort with an earlier time. */
  String since(Cohort cohort) {
    Sight then = cohort.then();
    if (then == null) {
      throw new IllegalArgumentException("no earlier time to compare with");
    }
    List<String> mbis = new ArrayList<>();
    if (cohort.now().rosterOrNone() != then.rosterOrNone()) {
      mbis.add(membersOfOne("Now", "Then"));
      mbis.add(membersOfOne("Then", "Now"));
    }
    mbis.add("SELECT l.mbi FROM mbi_link l WHERE " + knowledge.touchedAfter("l", "then"));
    String preferences = preferences(cohort.now().preferences(), then.preferences());
    if (preferences != null) {
      mbis.add("SELECT f.mbi FROM preference f WHERE " + preferences);
    }
    return of(String.join(" UNION ", mbis));
  }

  /** A query of the people who have an MBI that was not in the roster before the delivery. */
  String sinceDelivery() {
    return of(membersOfOne("Now", "Before"));
  }

  private static String of(String mbis) {
    return "SELECT DISTINCT t.patient_pid FROM mbi_link t JOIN (%s) c ON c.mbi = t.mbi"
        .formatted(mbis);
  }

  private static String membersOfOne(String one, String other) {
    return """
    SELECT m.mbi FROM roster_member m
     WHERE m.roster_id = :roster%s
       AND NOT EXISTS (SELECT 1 FROM roster_member o WHERE o.roster_id = :roster%s AND o.mbi = m.mbi)
    """
        .formatted(one, other);
  }

  private @Nullable String preferences(
      @Nullable PreferenceWindow now, @Nullable PreferenceWindow then) {
    if (now == null && then == null) {
      return null; // preferences do not count, and did not
    }
    if (now == null || then == null || (now.from() == null) != (then.from() == null)) {
      return "NOT f.share";
    }
    String changed =
        knowledge.touchedAfter("f", "then")
            + " OR f.effective > CAST(:preferencesUntilThen AS DATE)"
            + " AND f.effective <= CAST(:preferencesUntilNow AS DATE)";
    return now.from() == null
        ? changed
        : changed
            + " OR f.effective >= CAST(:preferencesFromThen AS DATE)"
            + " AND f.effective < CAST(:preferencesFromNow AS DATE)"
            + " OR f.effective >= CAST(:preferencesFromNow AS DATE)" // they lapse later than before
            + " AND f.effective < CAST(:preferencesFromThen AS DATE)";
  }
}
