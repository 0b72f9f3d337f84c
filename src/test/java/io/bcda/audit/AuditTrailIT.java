package io.bcda.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;

/** The trail in both databases: it only grows, until it is old, and names no person. */
class AuditTrailIT {
  private static final Duration SIX_YEARS = Duration.ofDays(2190);

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAnEvent_whenChangedOrDeleted_thenTheDatabaseRefuses(TestServer server) {
    String client = name("kept");
    server.bean(AuditTrail.class).append(AuditKind.TOKEN_ISSUED, null, client, "1", "issued");
    List<String> attempts =
        new ArrayList<>(
            List.of(
                "UPDATE audit_event SET outcome = 'nothing' WHERE client_id = '" + client + "'",
                "UPDATE audit_event SET at = '2001-01-01 00:00:00+00' WHERE client_id = '"
                    + client
                    + "'",
                "DELETE FROM audit_event WHERE client_id = '" + client + "'"));
    if (server == TestServer.POSTGRESQL) {
      attempts.add("TRUNCATE audit_event");
    }
    for (String attempt : attempts) {
      assertThatThrownBy(() -> server.db().update(attempt))
          .as(attempt)
          .isInstanceOf(DataAccessException.class)
          .hasMessageContaining("audit_event is append-only");
    }
    assertThat(outcomes(server, client)).containsExactly("issued");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOldEvents_whenTheirTimeIsOver_thenTheyGoAndTheTrailTellsHowMany(TestServer server) {
    String client = name("old");
    Instant now = server.clock().instant();
    Timestamp gone = Timestamp.from(now.minus(SIX_YEARS).minusSeconds(60));
    Timestamp kept = Timestamp.from(now.minus(SIX_YEARS).plusSeconds(600));
    int many = AuditRetention.AT_ONCE + 7; // more than one batch
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      rows.add(new Object[] {gone, client, "gone"});
    }
    rows.add(new Object[] {kept, client, "kept"});
    String insert =
        "INSERT INTO audit_event(at, kind, client_id, outcome) VALUES (?, 'TOKEN_ISSUED', ?, ?)";
    server.db().batchUpdate(insert, rows);

    assertThat(server.bean(AuditRetention.class).expire()).isEqualTo(many);
    assertThat(outcomes(server, client)).containsExactly("kept");
    assertThat(server.bean(AuditRetention.class).expire()).isZero();
    String told = "SELECT outcome FROM audit_event WHERE kind = 'AUDIT_EXPIRED' AND at >= ?";
    assertThat(server.db().queryForList(told, String.class, Timestamp.from(now)))
        .singleElement()
        .asString()
        .startsWith(many + " from before ");
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFilesThatSomebodyNamedByAnMbi_whenTold_thenWithoutIt(TestServer server) {
    String client = name("names");
    String mbi = TestWorld.mbi();
    String dashed = mbi.substring(0, 4) + "-" + mbi.substring(4, 7) + "-" + mbi.substring(7);
    AuditTrail trail = server.bean(AuditTrail.class);
    for (String written : List.of(mbi, mbi.toLowerCase(java.util.Locale.ROOT), dashed)) {
      trail.append(
          AuditKind.DELIVERY_REJECTED, null, client, "of_" + written + ".csv", "is " + written);
    }
    String id = "3f1c8a52-1s00-4a52-8a35-7a8e8e8b1c01";
    trail.append(AuditKind.EXPORT_STARTED, null, client, id, "T.BCD.A0001.ZC8Y26.D261105");
    List<String> told =
        server
            .db()
            .queryForList(
                "SELECT concat(subject, ' ', outcome) FROM audit_event WHERE client_id = ?"
                    + " ORDER BY id",
                String.class,
                client);
    assertThat(told.subList(0, 3)).containsOnly("of_[mbi].csv is [mbi]");
    assertThat(told.get(3)).isEqualTo(id + " T.BCD.A0001.ZC8Y26.D261105");
  }

  private static String name(String word) {
    return word + "-" + TestWorld.mbi().substring(4);
  }

  private static List<String> outcomes(TestServer server, String client) {
    String sql = "SELECT outcome FROM audit_event WHERE client_id = ?";
    return server.db().queryForList(sql, String.class, client);
  }
}
