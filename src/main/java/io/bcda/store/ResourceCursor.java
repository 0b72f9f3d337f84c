package io.bcda.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

  /** Those of a query over one kind. */
  private static final int COLUMNS = 7;

  private final DataSource dataSource;

  ResourceCursor(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * One row. The body is as HAPI stored it, or null when it was expunged.
   *
   * @param belonging null where the query does not tell
   */
  public record Row(
      int ordinal,
      long resId,
      long ver,
      String fhirId,
      @Nullable Timestamp lastUpdated,
      byte @Nullable [] body,
      @Nullable String encoding,
      @Nullable Belonging belonging) {
    /** A row of a query over one kind. */
    public Row(
        int ordinal,
        long resId,
        long ver,
        String fhirId,
        @Nullable Timestamp lastUpdated,
        byte @Nullable [] body,
        @Nullable String encoding) {
      this(ordinal, resId, ver, fhirId, lastUpdated, body, encoding, null);
    }
  }

  /**
   * What a row of a query over several kinds is, and whose.
   *
   * @param patient id of the Patient; null if it cannot be told any more
   */
  public record Belonging(ResourceKind kind, @Nullable String patient) {}

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
    List<Object> bound = flat(NamedParameterUtils.buildValueArray(parsed, values, null));
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false); // PostgreSQL's cursor needs a transaction
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setFetchSize(FETCH_SIZE);
        for (int i = 0; i < bound.size(); i++) {
          bind(statement, i + 1, bound.get(i));
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

  /** A list of values has as many places in the statement. */
  private static List<Object> flat(Object[] values) {
    List<Object> flat = new ArrayList<>();
    for (Object value : values) {
      Object plain = value instanceof SqlParameterValue typed ? typed.getValue() : value;
      if (plain instanceof Collection<?> several) {
        flat.addAll(several);
      } else {
        flat.add(plain);
      }
    }
    return flat;
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    StatementCreatorUtils.setParameterValue(
        statement, index, org.springframework.jdbc.core.SqlTypeValue.TYPE_UNKNOWN, value);
  }

  private static void read(PreparedStatement statement, Sink sink)
      throws SQLException, IOException {
    try (ResultSet rs = statement.executeQuery()) {
      boolean ofSeveralKinds = rs.getMetaData().getColumnCount() > COLUMNS;
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
                    rs.getString(7),
                    ofSeveralKinds ? belonging(rs) : null));
      }
    }
  }

  private static Belonging belonging(ResultSet rs) throws SQLException {
    return new Belonging(ResourceKind.ofCode(rs.getString(COLUMNS + 1)), rs.getString(COLUMNS + 2));
  }
}
