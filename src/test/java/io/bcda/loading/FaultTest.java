package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;

class FaultTest {

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "55P03", "HYT00"})
  void givenALockThatIsNotLetGo_whenJudged_thenTheSameMaySucceedNow(String state) {
    Throwable cause = new SQLTimeoutException("Timeout trying to lock table", state, 50200);
    assertThat(Fault.isConflict(new QueryTimeoutException("slow", cause))).isTrue();
  }

  @Test
  void givenOtherFaults_whenJudged_thenOnlyConflictsAreConflicts() {
    assertThat(Fault.isConflict(new CannotAcquireLockException("busy"))).isTrue();
    assertThat(Fault.isConflict(new DataIntegrityViolationException("x", new SQLException("x"))))
        .isFalse();
    assertThat(Fault.isConflict(new QueryTimeoutException("slow", new SQLException("x", "57014"))))
        .isFalse();
  }
}
