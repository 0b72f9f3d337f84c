package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Polls and lists read jobs all the time: what is long in a job's row, and not shown, stays out.
 */
class JobReadsTest {

  /** Remembers what it was asked and finds nothing. */
  private static final class Heard extends JdbcTemplate {
    private final List<String> statements = new ArrayList<>();

    @Override
    public <T> List<T> query(String sql, RowMapper<T> mapper, Object... values) {
      statements.add(sql);
      return List.of();
    }
  }

  @Test
  void givenAJobOrAList_whenRead_thenWithoutSelectionsAndTexts() {
    Heard db = new Heard();
    ExportFileTable files = new ExportFileTable(db);
    ExportJobStore jobs = new ExportJobStore(db, Clock.systemUTC(), files);

    jobs.find("A1234", "some-id");
    new JobListStore(db, Clock.systemUTC(), jobs, files)
        .list(new JobPage(Optional.empty(), Optional.empty(), Optional.empty(), 10));

    assertThat(db.statements)
        .hasSize(2)
        .allSatisfy(
            sql ->
                assertThat(sql)
                    .contains("export_job")
                    .doesNotContain("*,", "* FROM", "selection", "warnings", "notes", "snapshot"));
  }
}
