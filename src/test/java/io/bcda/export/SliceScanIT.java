package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.Visibility;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.store.ResourceKind;
import io.bcda.store.ResourceQuery;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How PostgreSQL finds the rows of a slice. H2 has no such plans. */
class SliceScanIT {

  /** Of one type, and of all in blocks by person. */
  @Test
  void givenASlice_whenItsRowsAreSelected_thenTheIndexAloneIsRead() {
    TestServer server = TestServer.POSTGRESQL;
    AcoClient.Export export =
        Crowd.of(server, 120, 8).client().export("Group/all/$export?_type=ExplanationOfBenefit");
    String id = export.statusUrl().substring(export.statusUrl().lastIndexOf('/') + 1);
    PlannedJob job = server.bean(ExportJobStore.class).planned(id).orElseThrow();
    Visibility visibility = server.bean(Visibility.class);
    Visibility.Span span = new Visibility.Span(1, 20);
    server.db().execute("VACUUM (ANALYZE) claim_index");

    for (ResourceQuery query :
        List.of(
            visibility.output(job.cohort(), ResourceKind.EXPLANATION_OF_BENEFIT, span),
            visibility.blocks(job.cohort(), EnumSet.allOf(ResourceKind.class), span))) {
      assertThat(plan(server, query))
          .anyMatch(
              line -> line.contains("Index Only Scan using claim_index_person on claim_index"));
    }
  }

  /** Without the plans that only small tables invite. */
  private static List<String> plan(TestServer server, ResourceQuery query) {
    TransactionTemplate transaction =
        new TransactionTemplate(server.bean(PlatformTransactionManager.class));
    return transaction.execute(
        status -> {
          server.db().execute("SET LOCAL enable_seqscan = off");
          server.db().execute("SET LOCAL enable_bitmapscan = off");
          return new NamedParameterJdbcTemplate(server.db())
              .queryForList("EXPLAIN " + query.sql(), query.parameters(), String.class);
        });
  }
}
