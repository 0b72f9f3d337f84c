package io.bcda.store;

import io.bcda.harness.TestServer;
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

  /** What a server with this setting thinks of the marks. */
  static SensitiveMarks marks(TestServer server, String setting) {
    return new SensitiveMarks(server.db(), SensitiveCodesFile.of(new SensitiveSettings(setting)));
  }
}
