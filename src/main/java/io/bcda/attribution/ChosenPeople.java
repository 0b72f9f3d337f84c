package io.bcda.attribution;

import io.bcda.store.PatientRows;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** Lists of people whom alone an export is about: table cohort_person. */
@Repository
public class ChosenPeople {
  /** A table of one column, of rows that are given with the statement. */
  static final String ROWS = "unnest(CAST(:pids AS BIGINT ARRAY))";

  private final NamedParameterJdbcTemplate db;
  private final PatientRows patients;

  ChosenPeople(NamedParameterJdbcTemplate db, PatientRows patients) {
    this.db = db;
    this.patients = patients;
  }

  /** A condition: the person is one of the chosen, where some were chosen. */
  static String isAmong(String pid, Cohort cohort) {
    return cohort.part().people() == null
        ? "TRUE"
        : "%s IN (SELECT z.patient_pid FROM cohort_person z WHERE z.list_id = :people)"
            .formatted(pid);
  }

  /**
   * The rows of those who are known here, whoever they are. Nothing is written.
   *
   * @param ids of Patients
   */
  Set<Long> known(Collection<String> ids) {
    return Set.copyOf(patients.of(ids));
  }

  /**
   * Makes a list, by one statement.
   *
   * @param list the list's name, of at most 36 characters, new
   * @param pids rows of Patients, each once
   */
  void choose(String list, Set<Long> pids) {
    db.update(
        "INSERT INTO cohort_person (list_id, patient_pid) SELECT :list, k.pid FROM %s k(pid)"
            .formatted(ROWS),
        Map.of("list", list, "pids", rows(pids)));
  }

  /** Rows of Patients as the value of {@code :pids} in {@link #ROWS}. */
  static Long[] rows(Set<Long> pids) {
    return pids.stream().sorted().toArray(Long[]::new);
  }

  /** How many are on a list. */
  public long count(String list) {
    Long count =
        db.queryForObject(
            "SELECT count(*) FROM cohort_person z WHERE z.list_id = :list",
            Map.of("list", list),
            Long.class);
    return count == null ? 0 : count;
  }

  /** Removes a list that nobody will read again. */
  public void forget(String list) {
    db.update("DELETE FROM cohort_person WHERE list_id = :list", Map.of("list", list));
  }
}
