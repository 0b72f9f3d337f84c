package io.bcda.attribution;

import io.bcda.store.PatientRows;
import java.util.Collection;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSourceUtils;
import org.springframework.stereotype.Repository;

/** Lists of people whom alone an export is about: table cohort_person. */
@Repository
public class ChosenPeople {
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
   * Makes a list, of those who are known here.
   *
   * @param list the list's name, of at most 36 characters, new
   * @param ids of Patients
   */
  void choose(String list, Collection<String> ids) {
    SqlParameterSource[] rows =
        SqlParameterSourceUtils.createBatch(
            patients.of(ids).stream().map(pid -> Map.of("list", list, "pid", pid)).toList());
    db.batchUpdate("INSERT INTO cohort_person (list_id, patient_pid) VALUES (:list, :pid)", rows);
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
