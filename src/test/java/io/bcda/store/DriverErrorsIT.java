package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.util.List;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Faults of the database are logged; what they say has nobody's MBI. */
class DriverErrorsIT {

  @Test
  void givenRowsThatPostgresqlRefuses_whenTheFaultIsTold_thenWithoutTheirValues() {
    JdbcTemplate db = TestServer.POSTGRESQL.db();
    String mbi = TestWorld.mbi();
    db.execute("CREATE TABLE told_faults (mbi VARCHAR(11) PRIMARY KEY)");
    try {
      Throwable batch =
          catchThrowable(
              () ->
                  db.batchUpdate(
                      "INSERT INTO told_faults (mbi) VALUES (?)",
                      List.of(new Object[] {mbi}, new Object[] {mbi})));
      assertThat(Throwables.getStackTrace(batch)).contains("told_faults").doesNotContain(mbi);
    } finally {
      db.execute("DROP TABLE told_faults");
    }
  }
}
