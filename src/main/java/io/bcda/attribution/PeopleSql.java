package io.bcda.attribution;

import io.bcda.store.KnowledgeSql;
import org.springframework.stereotype.Component;

/**
 * Which people an ACO can see, in SQL: the members of one roster whom their MBI leads to exactly
 * one Patient and who have not opted out. A Patient listed under several MBIs counts once, at its
 * first ordinal. An empty roster joins nothing: there is no filter that could be missing.
 */
@Component
class PeopleSql {
  private final KnowledgeSql knowledge;
  private final OptOuts optOuts;

  PeopleSql(KnowledgeSql knowledge, OptOuts optOuts) {
    this.knowledge = knowledge;
    this.optOuts = optOuts;
  }

  /**
   * The people, of those chosen, who can be seen now of the roster's span: patient_pid and ordinal.
   */
  String now(Cohort cohort) {
    return visible("Now", cohort.now(), cohort);
  }

  /**
   * The people, of those chosen, who could be seen then of that roster's span: patient_pid and
   * ordinal.
   */
  String then(Cohort cohort) {
    return cohort.then() == null
        ? "SELECT m.ordinal AS patient_pid, m.ordinal FROM roster_member m WHERE FALSE"
        : visible("Then", cohort.then(), cohort);
  }

  /**
   * Of some people those who can be seen now or then, wherever in the roster: patient_pid and
   * ordinal.
   *
   * @param table with a column patient_pid, each once
   * @param when Now or Then: ends the names of the parameters
   */
  String seenAmong(String table, String when, Sight sight) {
    String at = at(when);
    return """
    SELECT l.patient_pid, min(m.ordinal) AS ordinal
      FROM %s w JOIN mbi_link l ON l.patient_pid = w.patient_pid AND %s
      JOIN roster_member m ON m.roster_id = :roster%s AND m.mbi = l.mbi
     WHERE %s AND NOT %s
     GROUP BY l.patient_pid
    """
        .formatted(
            table,
            knowledge.visible("l", at),
            when,
            leadsToOne("l", at),
            optOuts.optedOut("w.patient_pid", sight.preferences(), when));
  }

  private String visible(String when, Sight sight, Cohort cohort) {
    return "SELECT q.patient_pid, q.ordinal FROM (%s) q WHERE NOT %s"
        .formatted(
            matched(when, cohort), optOuts.optedOut("q.patient_pid", sight.preferences(), when));
  }

  private String matched(String when, Cohort cohort) {
    String at = at(when);
    return """
    SELECT l.patient_pid, min(m.ordinal) AS ordinal
      FROM roster_member m JOIN mbi_link l ON l.mbi = m.mbi AND %1$s
     WHERE m.roster_id = :roster%3$s AND m.ordinal BETWEEN :first AND :last AND %2$s AND %6$s
       AND NOT EXISTS (SELECT 1 FROM mbi_link e
                         JOIN roster_member f ON f.roster_id = :roster%3$s AND f.mbi = e.mbi
                        WHERE e.patient_pid = l.patient_pid AND f.ordinal < :first AND %4$s AND %5$s)
     GROUP BY l.patient_pid
    """
        .formatted(
            knowledge.visible("l", at),
            leadsToOne("l", at),
            when,
            knowledge.visible("e", at),
            leadsToOne("e", at),
            ChosenPeople.isAmong("l.patient_pid", cohort));
  }

  /** A condition: the person can be seen now. */
  String isSeenNow(String pid, Cohort cohort) {
    return "(%s AND NOT %s)".formatted(isMatchedNow(pid), optedOutNow(pid, cohort));
  }

  /** A condition: the person is in the roster now and has opted out. */
  String isSuppressedNow(String pid, Cohort cohort) {
    return "%s AND %s".formatted(isMatchedNow(pid), optedOutNow(pid, cohort));
  }

  private String isMatchedNow(String pid) {
    return isMember(pid, "rosterNow", "now");
  }

  private String optedOutNow(String pid, Cohort cohort) {
    return optOuts.optedOut(pid, cohort.now().preferences(), "Now");
  }

  /** A condition: the person could be seen then. */
  String isSeenThen(String pid, Cohort cohort) {
    Sight then = cohort.then();
    return then == null
        ? "FALSE"
        : "(%s AND NOT %s)"
            .formatted(
                isMember(pid, "rosterThen", "then"),
                optOuts.optedOut(pid, then.preferences(), "Then"));
  }

  /**
   * A condition: the person could be seen then, and no opt-out took effect since, so that what the
   * ACO had it still has.
   */
  String isSeenSinceThen(String pid, Cohort cohort) {
    return cohort.then() == null
        ? "FALSE"
        : "(%s AND NOT %s)".formatted(isSeenThen(pid, cohort), tookEffectSince(pid, cohort));
  }

  /** A condition: an opt-out of the person took effect since then, and may have lapsed. */
  String tookEffectSince(String pid, Cohort cohort) {
    return optOuts.tookEffectSince(pid, cohort.now().preferences());
  }

  /** A condition: the person was in the roster before the present delivery. */
  String wasBefore(String pid) {
    return isMember(pid, "rosterBefore", "now");
  }

  private String isMember(String pid, String roster, String at) {
    return """
    EXISTS (SELECT 1 FROM mbi_link t JOIN roster_member b ON b.roster_id = :%1$s AND b.mbi = t.mbi
             WHERE t.patient_pid = %2$s AND %3$s AND %4$s)
    """
        .formatted(roster, pid, knowledge.visible("t", at), leadsToOne("t", at));
  }

  /** A condition: an MBI that leads to two Patients matches none. */
  String leadsToOne(String alias, String at) {
    return SoleOwner.of(alias, other -> knowledge.visible(other, at));
  }

  private static String at(String when) {
    return when.equals("Now") ? "now" : "then";
  }
}
