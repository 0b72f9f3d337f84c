package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.TestServer;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What PostgreSQL is told of the large tables, and what an operator says instead. */
class StorageSettingsIT {
  private static final JdbcTemplate DB = TestServer.POSTGRESQL.db();

  @Test
  void givenAStartedServer_whenItsTablesAreLookedAt_thenTheSettingsAreThere() {
    assertThat(options("hfj_res_ver"))
        .contains(
            "autovacuum_vacuum_insert_scale_factor=0",
            "autovacuum_vacuum_insert_threshold=1000000");
    assertThat(toastOptions("hfj_res_ver")).contains("autovacuum_vacuum_insert_threshold=4000000");
    assertThat(options("hfj_resource")).contains("autovacuum_vacuum_insert_scale_factor=0.02");
    assertThat(options("claim_index")).contains("autovacuum_vacuum_scale_factor=0.01");
    assertThat(compression()).isEqualTo(serverHasLz4() ? "l" : "");
  }

  @Test
  void givenAnOperatorsOwnSettings_whenTheServerStartsAgain_thenTheyStay() {
    DB.execute("ALTER TABLE claim_index SET (autovacuum_vacuum_scale_factor = 0.2)");
    DB.execute("ALTER TABLE claim_index RESET (autovacuum_analyze_scale_factor)");
    DB.execute("ALTER TABLE hfj_res_ver ALTER COLUMN res_text_vc SET COMPRESSION pglz");
    try {
      start();
      assertThat(options("claim_index"))
          .contains("autovacuum_vacuum_scale_factor=0.2", "autovacuum_analyze_scale_factor=0.02")
          .doesNotContain("autovacuum_vacuum_scale_factor=0.01");
      assertThat(compression()).isEqualTo("p");
    } finally {
      DB.execute("ALTER TABLE claim_index RESET (autovacuum_vacuum_scale_factor)");
      DB.execute("ALTER TABLE hfj_res_ver ALTER COLUMN res_text_vc SET COMPRESSION default");
      start();
    }
    assertThat(options("claim_index")).contains("autovacuum_vacuum_scale_factor=0.01");
    assertThat(compression()).isEqualTo(serverHasLz4() ? "l" : "");
  }

  private static void start() {
    new StorageSettings(TestServer.POSTGRESQL.bean(DataSource.class), Database.POSTGRESQL).apply();
  }

  private static boolean serverHasLz4() {
    return DB.queryForObject(
        "SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'",
        Boolean.class);
  }

  private static String compression() {
    return DB.queryForObject(
        "SELECT attcompression FROM pg_attribute WHERE attrelid = 'hfj_res_ver'::regclass AND attname = 'res_text_vc'",
        String.class);
  }

  private static List<String> options(String table) {
    return DB.queryForList(
        "SELECT unnest(reloptions) FROM pg_class WHERE oid = ?::regclass", String.class, table);
  }

  private static List<String> toastOptions(String table) {
    return DB.queryForList(
        "SELECT unnest(t.reloptions) FROM pg_class c JOIN pg_class t ON t.oid = c.reltoastrelid WHERE c.oid = ?::regclass",
        String.class,
        table);
  }
}
