package io.bcda.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The databases that this server runs on, and where their dialects part. */
public enum Database {
  POSTGRESQL("xid8", "TEXT"),
  H2("BIGINT", "VARCHAR(1000000)");

  private final String xidType;
  private final String textType;

  Database(String xidType, String textType) {
    this.xidType = xidType;
    this.textType = textType;
  }

  /**
   * @throws IllegalStateException if it is neither of the two, or cannot be reached
   */
  public static Database of(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      return switch (product) {
        case "PostgreSQL" -> POSTGRESQL;
        case "H2" -> H2;
        default -> throw new IllegalStateException("not a database we run on: " + product);
      };
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be reached", e);
    }
  }

  String xidType() {
    return xidType;
  }

  String textType() {
    return textType;
  }
}
