package io.bcda.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;

/** Reads resources' stored bodies row by row, past HAPI's entities, in flat memory. */
public class ResourceCursor {
  /** A fetch of full-size claims is some 2 MB. */
  private static final int FETCH_SIZE = 128;

  private final DataSource dataSource;

  ResourceCursor(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** One row. The body is as HAPI stored it, or null when it was expunged. */
  public record Row(
      int ordinal,
      long resId,
      long ver,
      String fhirId,
      @Nullable Timestamp lastUpdated,
      byte @Nullable [] body,
      @Nullable String encoding) {}

  /** Takes rows; false ends the reading. */
  @FunctionalInterface
  public interface Sink {
    boolean take(Row row) throws IOException;
  }

  /**
   * Reads to the end, or until the sink says no.
   *
   * @throws UncheckedIOException if the sink cannot go on
   * @throws IllegalStateException if the database cannot
   */
  public void read(ResourceQuery query, Sink sink) {
    ParsedSql parsed = NamedParameterUtils.parseSqlStatement(query.sql());
    MapSqlParameterSource values = new MapSqlParameterSource(query.parameters());
    String sql = NamedParameterUtils.substituteNamedParameters(parsed, values);
    Object[] bound = NamedParameterUtils.buildValueArray(parsed, values, null);
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false); // PostgreSQL's cursor needs a transaction
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(FETCH_SIZE);
        for (int i = 0; i < bound.length; i++) {
          bind(statement, i + 1, bound[i]);
        }
        read(statement, sink);
      } finally {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("reading resources failed", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    Object plain = value instanceof SqlParameterValue typed ? typed.getValue() : value;
    StatementCreatorUtils.setParameterValue(
        statement, index, org.springframework.jdbc.core.SqlTypeValue.TYPE_UNKNOWN, plain);
  }

  private static void read(PreparedStatement statement, Sink sink)
      throws SQLException, IOException {
    try (ResultSet rs = statement.executeQuery()) {
      boolean more = true;
      while (more && rs.next()) {
        more =
            sink.take(
                new Row(
                    rs.getInt(1),
                    rs.getLong(2),
                    rs.getLong(3),
                    rs.getString(4),
                    rs.getTimestamp(5),
                    rs.getBytes(6),
                    rs.getString(7)));
      }
    }
  }
}
