package io.bcda.attribution;

import io.bcda.attribution.Visibility.Span;
import io.bcda.store.KnowledgeSql;
import io.bcda.store.ResourceKind;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Who of a cohort has opted out since its time. An opt-out acts from its commit on, also on what
 * was made before; so this is asked before anything is served. It looks only at what became known
 * or took effect since, which is little.
 */
@Component
public class LateOptOuts {
  private final KnowledgeSql knowledge;
  private final PeopleSql people;
  private final OptOuts optOuts;
  private final NamedParameterJdbcTemplate db;
  private final Clock clock;

  LateOptOuts(
      KnowledgeSql knowledge,
      PeopleSql people,
      OptOuts optOuts,
      NamedParameterJdbcTemplate db,
      Clock clock) {
    this.knowledge = knowledge;
    this.people = people;
    this.optOuts = optOuts;
    this.db = db;
    this.clock = clock;
  }

  /**
   * Ordinals of people of the roster who could be seen at the cohort's time and have opted out, by
   * what is committed now.
   */
  public SortedSet<Integer> of(Cohort cohort) {
    PreferenceWindow then = cohort.now().preferences();
    if (then == null) {
      return new TreeSet<>(); // an exempt model
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Map<String, Object> values =
        CohortParameters.of(cohort, ResourceKind.PATIENT, new Span(1, Integer.MAX_VALUE));
    values.put("preferencesUntilToday", today);
    if (then.from() != null) {
      values.put("preferencesFromToday", today.minusDays(then.days()));
    }
    return new TreeSet<>(db.queryForList(sql(cohort), values, Integer.class));
  }

  private String sql(Cohort cohort) {
    PreferenceWindow window = cohort.now().preferences();
    return """
        SELECT q.ordinal FROM
          (SELECT l.patient_pid, min(m.ordinal) AS ordinal
             FROM (%s) c
             JOIN mbi_link l ON l.patient_pid = c.patient_pid AND %s
             JOIN roster_member m ON m.roster_id = :rosterNow AND m.mbi = l.mbi
            WHERE %s
            GROUP BY l.patient_pid) q
         WHERE NOT %s AND %s AND %s
        """
        .formatted(
            candidates(),
            knowledge.visible("l", "now"),
            people.leadsToOne("l", "now"),
            optOuts.optedOut("q.patient_pid", window, "Now"),
            optOuts.optedOutToday("q.patient_pid", window),
            ChosenPeople.isAmong("q.patient_pid", cohort));
  }

  /**
   * People for whom something changed: a preference, its day, or an MBI of theirs, also one that
   * they have no more and one that another Patient got or lost.
   */
  private String candidates() {
    return """
        SELECT t.patient_pid FROM preference f JOIN mbi_link t ON t.mbi = f.mbi
         WHERE %s
        UNION
        SELECT t.patient_pid FROM preference f JOIN mbi_link t ON t.mbi = f.mbi
         WHERE f.effective > CAST(:preferencesUntilNow AS DATE)
           AND f.effective <= CAST(:preferencesUntilToday AS DATE)
        UNION
        SELECT t.patient_pid FROM mbi_link c JOIN preference f ON f.mbi = c.mbi
          JOIN mbi_link t ON t.mbi = c.mbi
         WHERE %s
        """
        .formatted(knowledge.touchedAfter("f", "now"), knowledge.touchedAfter("c", "now"));
  }
}
