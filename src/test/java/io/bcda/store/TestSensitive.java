package io.bcda.store;

import io.bcda.harness.TestServer;
import java.util.List;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Lists of sensitive codes for tests, beside the one that the shared server runs with. */
public final class TestSensitive {
  private TestSensitive() {}

  /** Marks all claims by the list that a setting names; put them back in the end. */
  public static SensitiveRemark.Outcome remark(TestServer server, String setting) {
    return new SensitiveRemark(
            server.bean(ResourceCursor.class),
            server.bean(ClaimIndexStore.class),
            marks(server, setting),
            server.bean(Watermark.class),
            new TransactionTemplate(server.bean(PlatformTransactionManager.class)))
        .run(read -> {});
  }

  /** Marks one claim, which nobody else writes meanwhile, as a changed list would. */
  public static void mark(TestServer server, String claim, boolean hidden) {
    List<ClaimIndexStore.Mark> newest =
        server
            .db()
            .query(
                """
                SELECT c.res_id, c.ver FROM claim_index c JOIN hfj_resource r ON r.res_id = c.res_id
                 WHERE r.fhir_id = ? AND r.res_type = 'ExplanationOfBenefit' AND c.to_xid IS NULL
                """,
                (rs, i) -> new ClaimIndexStore.Mark(rs.getLong(1), rs.getLong(2), hidden),
                claim);
    new TransactionTemplate(server.bean(PlatformTransactionManager.class))
        .executeWithoutResult(status -> server.bean(ClaimIndexStore.class).remark(newest));
  }

  /** What a server with this setting thinks of the marks. */
  static SensitiveMarks marks(TestServer server, String setting) {
    return new SensitiveMarks(server.db(), SensitiveCodesFile.of(new SensitiveSettings(setting)));
  }
}
