package io.bcda.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The rows of Patients that are known by their ids. */
@Component
public class PatientRows {
  private final ResourceFinder finder;

  PatientRows(JdbcTemplate db, Database database) {
    this.finder = new ResourceFinder(db, database, "res_id", false);
  }

  /**
   * Those that are there, deleted ones too; in one statement, however many.
   *
   * @param ids without {@code Patient/}
   */
  public List<Long> of(Collection<String> ids) {
    List<Long> rows = new ArrayList<>();
    finder.find(ResourceKind.PATIENT, ids, row -> rows.add(row.getLong(2)));
    return rows;
  }
}
