package io.bcda.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How PostgreSQL keeps the large tables: bodies compressed by lz4 where the server has it, and
 * vacuum by counts that suit tens of millions of rows (docs/operations.md has the reasons). What is
 * set already, by HAPI or by an operator, stays. Each start looks again; H2 has nothing of it.
 */
class StorageSettings {
  private static final Logger log = LoggerFactory.getLogger(StorageSettings.class);
  private static final String BODIES = "hfj_res_ver";
  private static final String LZ4_IS_OURS_TO_SET =
      """
      SELECT count(*) FROM pg_attribute a, pg_settings s
       WHERE a.attrelid = to_regclass('hfj_res_ver') AND a.attname = 'res_text_vc' AND a.attcompression = ''
         AND s.name = 'default_toast_compression' AND 'lz4' = ANY (s.enumvals)
      """;
  private static final String SET_LZ4 =
      "ALTER TABLE hfj_res_ver ALTER COLUMN res_text_vc SET COMPRESSION lz4";
  private static final String PRESENT =
      """
      SELECT o.option_name FROM pg_class c, pg_options_to_table(c.reloptions) o WHERE c.oid = to_regclass(?)
      UNION ALL
      SELECT 'toast.' || o.option_name
        FROM pg_class c JOIN pg_class t ON t.oid = c.reltoastrelid, pg_options_to_table(t.reloptions) o
       WHERE c.oid = to_regclass(?)
      """;

  /** Bodies are only added: what counts is the number of new ones, not their share. */
  private static final List<String> ONLY_GROWS =
      List.of(
          "autovacuum_vacuum_insert_scale_factor=0",
          "autovacuum_vacuum_insert_threshold=1000000",
          "autovacuum_analyze_scale_factor=0.02",
          "toast.autovacuum_vacuum_insert_scale_factor=0",
          "toast.autovacuum_vacuum_insert_threshold=4000000");

  /** Rows come and end: a hundredth of them is much. HAPI sets the first for its own tables. */
  private static final List<String> CHANGES =
      List.of(
          "autovacuum_vacuum_scale_factor=0.01",
          "autovacuum_vacuum_insert_scale_factor=0.02",
          "autovacuum_analyze_scale_factor=0.02");

  private static final List<String> CHANGING =
      List.of(
          "hfj_resource",
          "hfj_res_link",
          "hfj_spidx_token",
          "hfj_spidx_string",
          "hfj_spidx_date",
          "claim_index",
          "mbi_link");

  private final JdbcTemplate db;
  private final TransactionTemplate transaction;
  private final Database database;

  StorageSettings(DataSource dataSource, Database database) {
    this.db = new JdbcTemplate(dataSource);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    this.database = database;
  }

  /** Sets what is not set. A refusal is no reason not to start: tables work without it. */
  void apply() {
    if (database != Database.POSTGRESQL) {
      return;
    }
    if (db.queryForObject(LZ4_IS_OURS_TO_SET, Integer.class) == 1) {
      alter(SET_LZ4);
    }
    set(BODIES, ONLY_GROWS);
    CHANGING.forEach(table -> set(table, CHANGES));
  }

  private void set(String table, List<String> wanted) {
    Set<String> present = new HashSet<>(db.queryForList(PRESENT, String.class, table, table));
    List<String> missing =
        wanted.stream()
            .filter(option -> !present.contains(option.substring(0, option.indexOf('='))))
            .toList();
    if (!missing.isEmpty()) {
      alter("ALTER TABLE " + table + " SET (" + String.join(", ", missing) + ")");
    }
  }

  /**
   * A node that runs may read the table for minutes, and everybody would queue behind a lock that
   * waits for it: so this one does not wait long.
   */
  private void alter(String statement) {
    try {
      transaction.executeWithoutResult(
          status -> {
            db.execute("SET LOCAL lock_timeout = '2s'");
            db.execute(statement);
          });
      log.atInfo().addKeyValue("statement", statement).log("storage settings made");
    } catch (DataAccessException e) {
      log.atWarn()
          .addKeyValue("statement", statement)
          .setCause(e)
          .log("storage settings not made, the next start tries again");
    }
  }
}
