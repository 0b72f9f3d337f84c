package io.bcda.attribution;

import io.bcda.store.Database;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What PostgreSQL's planner is told in a transaction, where it guesses wrong otherwise. H2 is told
 * nothing.
 */
@Component
class PlannerHints {
  private final JdbcTemplate db;
  private final TransactionTemplate transaction;
  private final boolean hears;

  PlannerHints(JdbcTemplate db, PlatformTransactionManager transactions) {
    this.db = db;
    this.transaction = new TransactionTemplate(transactions);
    this.hears =
        Database.of(Objects.requireNonNull(db.getDataSource(), "no data source"))
            == Database.POSTGRESQL;
  }

  /**
   * Runs statements, in one transaction, for which a look through an index costs what it costs when
   * nothing is in memory. Otherwise the planner looks up tens of thousands of people one by one,
   * several times each, and takes pages for free after the first look: ten times the work of
   * reading links and roster whole. For few people it takes the indexes nevertheless.
   *
   * @return what they return
   */
  <T> T countingEachLook(Supplier<T> statements) {
    return transaction.execute(
        status -> {
          say("SET LOCAL effective_cache_size = '1MB'");
          T result = statements.get();
          say("SET LOCAL effective_cache_size TO DEFAULT"); // the transaction may go on
          return result;
        });
  }

  /** How many rows a table that has just been filled holds, and of which kinds. */
  void learn(String table) {
    say("ANALYZE " + table);
  }

  private void say(String statement) {
    if (hears) {
      db.execute(statement);
    }
  }
}
