package io.bcda.attribution;

import io.bcda.attribution.Cohort.Rule;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.IssuedTime;
import io.bcda.store.ResourceKind;
import io.bcda.store.Snapshot;
import io.bcda.store.Watermark;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** Bounds a cohort by what else was asked: {@code _until} and {@code patient}. */
@Component
public class CohortParts {
  private final Watermark watermark;
  private final ChosenPeople chosen;
  private final PeopleSql people;
  private final NamedParameterJdbcTemplate db;

  CohortParts(
      Watermark watermark, ChosenPeople chosen, PeopleSql people, NamedParameterJdbcTemplate db) {
    this.watermark = watermark;
    this.chosen = chosen;
    this.people = people;
    this.db = db;
  }

  /**
   * The rows of Patients who are asked for, if the group has them all. It only reads, in two
   * statements: to be called before the transaction that records the export, whose latch all
   * kick-offs await.
   *
   * @param cohort as it is at present
   * @param patients ids of Patients
   * @throws Refusal MALFORMED at {@code patient} when one of them is not in the group
   */
  public Set<Long> members(Cohort cohort, Set<String> patients) {
    Set<Long> known = chosen.known(patients);
    refuseOthers(patients.size(), seen(known, cohort));
    return known;
  }

  /**
   * The part of a cohort. To be called in the transaction that records the export.
   *
   * @param list names the list of people to be made, of at most 36 characters
   * @param until resources changed before it
   * @param members rows of Patients that {@link #members} gave; empty for all people
   * @throws Refusal MALFORMED at {@code patient} when one of them is not in the group any more
   */
  public Cohort part(Cohort cohort, String list, Optional<Instant> until, Set<Long> members) {
    Snapshot end = null;
    Instant updatedBefore = null;
    if (until.isPresent()) {
      int era = cohort.now().snapshot().era();
      Optional<IssuedTime> before = watermark.notLaterThan(until.get());
      Optional<IssuedTime> after = watermark.notEarlierThan(until.get());
      if (isOfAnother(era, before) || isOfAnother(era, after)) {
        updatedBefore = until.get();
      } else {
        end = after.map(IssuedTime::snapshot).orElse(null);
      }
    }
    if (members.isEmpty()) {
      return cohort.limitedTo(new CohortPart(end, updatedBefore, null));
    }
    refuseOthers(members.size(), seen(members, cohort));
    chosen.choose(list, members);
    return cohort.limitedTo(new CohortPart(end, updatedBefore, list));
  }

  private static boolean isOfAnother(int era, Optional<IssuedTime> time) {
    return time.isPresent() && time.get().snapshot().era() != era;
  }

  /** How many of them the group has. */
  private long seen(Set<Long> pids, Cohort cohort) {
    String pid = "z.patient_pid";
    String sql =
        "SELECT count(*) FROM %s z(patient_pid) WHERE %s%s"
            .formatted(ChosenPeople.ROWS, people.isSeenNow(pid, cohort), beside(pid, cohort));
    Map<String, Object> values =
        CohortParameters.of(cohort, ResourceKind.PATIENT, new Visibility.Span(1, 1));
    values.put("pids", ChosenPeople.rows(pids));
    Long count = db.queryForObject(sql, values, Long.class);
    return count == null ? 0 : count;
  }

  /** The group of new people has not everybody who can be seen. */
  private String beside(String pid, Cohort cohort) {
    Rule rule = cohort.rule();
    if (rule == Rule.NEW_BY_DELIVERY) {
      return " AND NOT " + people.wasBefore(pid);
    }
    return rule == Rule.NEW_SINCE ? " AND NOT " + people.isSeenSinceThen(pid, cohort) : "";
  }

  /** An unknown Patient and one of another ACO are told alike. */
  private static void refuseOthers(long asked, long seen) {
    if (seen < asked) {
      throw new Refusal(
              Reason.MALFORMED,
              "Of the %d different Patients that patient names, %d are not in this group. Name members of the group only"
                  .formatted(asked, asked - seen))
          .at("patient");
    }
  }
}
