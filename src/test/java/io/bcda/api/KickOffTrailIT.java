package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.TestServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the audit trail has of kick-offs and cancels. */
class KickOffTrailIT {
  private static final String[] HEADERS = {
    "Accept: application/fhir+json", "Prefer: respond-async"
  };

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenKickOffs_whenAcceptedRefusedAndCancelled_thenEachIsToldWithoutWhatWasAsked(
      TestServer server) {
    TinyWorld world = TinyWorld.in(server);
    kickOff(world, "/api/v2/Patient/$export?_typo=1S00A00AA00");
    kickOff(world, "/api/v2/Group/nothing/$export");
    kickOff(world, "/api/v2/Group/all/$export?_since=2999-01-01T00:00:00Z");
    Raw accepted = kickOff(world, "/api/v2/Group/all/$export");
    String status = accepted.header("Content-Location");
    String job = status.substring(status.lastIndexOf('/') + 1);
    world.client().send("DELETE", status);
    List<String> told =
        server
            .db()
            .queryForList(
                "SELECT CONCAT_WS(' ', kind, address, subject, outcome) FROM audit_event"
                    + " WHERE aco = ? AND client_id IN (SELECT client_id FROM auth_client WHERE aco = ?)"
                    + " AND kind LIKE 'EXPORT%' ORDER BY id",
                String.class, world.aco(), world.aco());
    assertThat(told)
        .containsExactly(
            "EXPORT_REFUSED 127.0.0.1 Patient/$export malformed, 400",
            "EXPORT_REFUSED 127.0.0.1 not_found, 404",
            "EXPORT_REFUSED 127.0.0.1 Group/all/$export malformed, 400",
            "EXPORT_STARTED 127.0.0.1 " + job + " Group/all/$export",
            "EXPORT_DELETED 127.0.0.1 " + job + " deleted");
  }

  private static Raw kickOff(TinyWorld world, String target) {
    String bearer = "Authorization: Bearer " + world.client().token();
    return Raw.send(world.server(), "GET", target, bearer, HEADERS[0], HEADERS[1]);
  }
}
