package io.bcda.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Transactions for writing without Hibernate, whose own know no savepoints. On PostgreSQL they find
 * rows by index, whatever the statistics say: what a transaction wrote itself is not in them, and a
 * table that is thought small would be read whole for every batch and every foreign key.
 */
final class RowTransactions extends JdbcTransactionManager {
  private static final String USE_INDEXES = "SET LOCAL enable_seqscan = off";

  /** Of earlier transactions, those of foreign keys among them. */
  private static final String FORGET_PLANS = "DISCARD PLANS";

  private final Database database;

  RowTransactions(DataSource dataSource, Database database) {
    super(dataSource);
    this.database = database;
  }

  @Override
  protected void prepareTransactionalConnection(
      Connection connection, TransactionDefinition definition) throws SQLException {
    super.prepareTransactionalConnection(connection, definition);
    if (database != Database.POSTGRESQL) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(USE_INDEXES);
      // A single batch would pay more for new plans than it can lose by old ones.
      if (definition.getPropagationBehavior() != TransactionDefinition.PROPAGATION_NESTED) {
        statement.execute(FORGET_PLANS);
      }
    }
  }
}
