package io.bcda.store;

import java.time.OffsetDateTime;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs of transaction ids that can be compared (design section 4, "Eras"). Dump and restore,
 * point-in-time restore and a rebuild of {@code claim_index} begin a new one: open rows are stamped
 * anew, closed ones (tombstones of ids that nobody can compare any more) go.
 */
class Eras {
  private static final Logger log = LoggerFactory.getLogger(Eras.class);
  private final JdbcTemplate db;
  private final TransactionTemplate transaction;
  private final Database database;
  private final KnowledgeSql knowledge;

  Eras(
      JdbcTemplate db, TransactionTemplate transaction, Database database, KnowledgeSql knowledge) {
    this.db = db;
    this.transaction = transaction;
    this.database = database;
    this.knowledge = knowledge;
  }

  /**
   * The era in force, as the database has it: another process may begin one while this one runs.
   * Asked under the latch of {@code write_epoch} it holds until the transaction ends.
   */
  int current() {
    return db.queryForObject("SELECT coalesce(max(id), 0) FROM era", Integer.class);
  }

  /** Finds the era in force, or begins one if the database is not the one that it was. */
  void open() {
    transaction.executeWithoutResult(
        status -> {
          latch();
          String identity = identity();
          List<String> last =
              db.queryForList("SELECT identity FROM era ORDER BY id DESC LIMIT 1", String.class);
          if (last.isEmpty() || !last.get(0).equals(identity)) {
            begin(identity);
          }
        });
  }

  /** Keeps everybody else from issuing times and beginning eras until the transaction ends. */
  void latch() {
    db.queryForObject("SELECT one FROM write_epoch FOR UPDATE", Integer.class);
  }

  /** Begins a new era whatever the database is, in the caller's transaction. */
  void beginAnew() {
    begin(identity());
  }

  private void begin(String identity) {
    int last = current();
    for (String table : KnowledgeTables.ALL) {
      db.update("DELETE FROM " + table + " WHERE to_xid IS NOT NULL");
      db.update("UPDATE " + table + " SET from_xid = " + knowledge.now());
    }
    db.update(
        "INSERT INTO era(id, identity, started_at) VALUES (?,?,?)",
        last + 1,
        identity,
        db.queryForObject("SELECT CURRENT_TIMESTAMP", OffsetDateTime.class));
    log.atInfo().addKeyValue("era", last + 1).log("era begun");
  }

  private String identity() {
    if (database == Database.H2) {
      return "h2"; // its epochs are rows, and travel with every copy
    }
    Long oid =
        db.queryForObject(
            "SELECT CAST(oid AS BIGINT) FROM pg_database WHERE datname = current_database()",
            Long.class);
    try {
      return db.queryForObject(
              "SELECT s.system_identifier || '/' || c.timeline_id FROM pg_control_system() s, pg_control_checkpoint() c",
              String.class)
          + "/"
          + oid;
    } catch (DataAccessException e) {
      throw new IllegalStateException(
          "The database user may not call pg_control_system() and pg_control_checkpoint(), which tell a restored database from the original. Grant EXECUTE on both",
          e);
    }
  }
}
