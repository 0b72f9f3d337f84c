package io.bcda.store;

import java.util.List;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Ids out of HAPI's sequences, which rise by 50: a value is the last of a block of 50 ids, as
 * Hibernate's pooled optimizer has it, so both may draw from one sequence.
 */
final class HapiIds {
  private static final int BLOCK = 50;
  private final JdbcTemplate db;
  private final Database database;

  HapiIds(JdbcTemplate db, Database database) {
    this.db = db;
    this.database = database;
  }

  /**
   * Draws ids that nobody else gets.
   *
   * @param sequence a name of HAPI's, never a caller's
   */
  long[] draw(String sequence, int count) {
    if (count == 0) {
      return new long[0];
    }
    int blocks = (count + BLOCK - 1) / BLOCK;
    String sql =
        database == Database.POSTGRESQL
            ? "SELECT nextval('" + sequence + "') FROM generate_series(1, ?)"
            : "SELECT NEXT VALUE FOR " + sequence + " FROM SYSTEM_RANGE(1, ?)";
    List<Long> tops = db.queryForList(sql, Long.class, blocks);
    return tops.stream()
        .flatMapToLong(top -> LongStream.rangeClosed(top - BLOCK + 1, top))
        .limit(count)
        .toArray();
  }
}
