package io.bcda.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * A large ACO's roster and index, made by SQL, and what happens to them after a time; beside it an
 * ACO of ten people. Only what is exported has rows in HAPI's tables.
 *
 * <p>Person n is Patient {@link #PID} + n. Each one's resources lie scattered over the index, as
 * the deliveries of years would leave them. Of two hundred people one leaves, one opts out, and two
 * have always been out. Prime numbers stand for chance: they spread, and every run is alike.
 */
final class SinceWorld {
  static final String LARGE = "A9990";
  static final String TINY = "A9991";
  static final int TINY_MEMBERS = 10;

  private static final long PID = 10_000_000;
  private static final long OTHERS = 20_000_000;
  private static final long BORN = 30_000_000;
  private static final int PARTS = 20;
  private static final String NOW = "pg_current_xact_id()";
  private static final String MBI = "'1S' || lpad(CAST(n AS TEXT), 9, '0')";

  private static final String PATIENTS =
      """
      INSERT INTO claim_index (res_id, ver, type, patient_pid, from_xid)
      SELECT :pid + n, 1, 'P', :pid + n, pg_current_xact_id() FROM generate_series(1, :people) n
      """;
  private static final String RESOURCES =
      """
      INSERT INTO claim_index (res_id, ver, type, patient_pid, service_end, from_xid)
      SELECT :others + k, 1, CASE WHEN k < :people THEN 'C' ELSE 'E' END, :pid + 1 + k % :people,
             CASE WHEN k >= :people THEN CURRENT_DATE - CAST(k % 300 AS INT) END,
             pg_current_xact_id()
        FROM generate_series(:first, :last) k
      """;
  private static final String LINKS =
      "INSERT INTO mbi_link (mbi, patient_pid, from_xid) SELECT %s, :pid + n, %s FROM generate_series(1, :people) n"
          .formatted(MBI, NOW);
  private static final String ROSTER =
      """
      WITH d AS (INSERT INTO delivery (name, sha256, received_at, outcome, detail, kind, aco)
                 VALUES ('bench', 'bench', now(), 'LOADED', '', 'CURRENT', :aco) RETURNING id),
           r AS (INSERT INTO roster (delivery_id, aco, kind, performance_year, file_time, members,
                                     loaded_at)
                 SELECT id, :aco, 'CURRENT', extract(year FROM now()), now(), :count, now() FROM d
                 RETURNING id),
           m AS (INSERT INTO roster_member (roster_id, ordinal, mbi)
                 SELECT r.id, row_number() OVER (ORDER BY CAST(n AS BIGINT) * 7919 %% :members, n), %s
                   FROM r, generate_series(1, :people) n WHERE %s),
           e AS (UPDATE roster_in_force SET to_xid = pg_current_xact_id()
                  WHERE aco = :aco AND to_xid IS NULL RETURNING roster_id)
      INSERT INTO roster_in_force (aco, kind, roster_id, former_id, from_xid)
      SELECT :aco, 'CURRENT', r.id, (SELECT roster_id FROM e), pg_current_xact_id() FROM r
      """;
  private static final String OPT_OUTS =
      """
      WITH d AS (INSERT INTO delivery (name, sha256, received_at, outcome, detail, kind)
                 VALUES ('bench', 'bench', now(), 'LOADED', '', 'PREFERENCES') RETURNING id),
           f AS (INSERT INTO preference_file (delivery_id, file_time, preferences, loaded_at,
                                              from_xid)
                 SELECT id, now(), :people / 200, now(), pg_current_xact_id() FROM d RETURNING id)
      INSERT INTO preference (file_id, mbi, effective, share, from_xid)
      SELECT f.id, %s, CURRENT_DATE - 1, FALSE, pg_current_xact_id()
        FROM f, generate_series(1, :people) n WHERE n %% 200 IN (%s)
      """;
  // What happens to resources: of a hundred one goes, one comes, and the others change.
  private static final String CHANGES =
      """
      CREATE TABLE bench_change AS
      SELECT j, CASE WHEN j %% 100 = 1 THEN %2$d + j ELSE %1$d + k END AS res_id,
             CASE j %% 100 WHEN 0 THEN 'gone' WHEN 1 THEN 'new' ELSE 'updated' END AS what,
             1 + k %% %3$d AS n, CURRENT_DATE - CAST(k %% 300 AS INT) AS service_end
        FROM (SELECT j, %3$d + j * 7919 %% (%4$d - %3$d) AS k
                FROM generate_series(CAST(0 AS BIGINT), %5$d - 1) j) q
      """;
  private static final String CHANGE =
      """
      WITH ended AS (UPDATE claim_index c SET to_xid = pg_current_xact_id(), closed_at = now()
                       FROM bench_change b
                      WHERE c.res_id = b.res_id AND c.to_xid IS NULL AND b.j % :parts = :part)
      INSERT INTO claim_index (res_id, ver, type, patient_pid, service_end, from_xid)
      SELECT res_id, CASE what WHEN 'new' THEN 1 ELSE 2 END, 'E', :pid + n, service_end,
             pg_current_xact_id()
        FROM bench_change WHERE j % :parts = :part AND what <> 'gone'
      """;

  private final JdbcTemplate db;
  private final NamedParameterJdbcTemplate named;
  private final int members;
  private final int people;
  private final long others;
  private boolean exchanged;

  /**
   * Not made yet.
   *
   * @param members of the roster
   * @param rows of the index, Patients included
   */
  SinceWorld(JdbcTemplate db, int members, long rows) {
    this.db = db;
    this.named = new NamedParameterJdbcTemplate(db);
    this.members = members;
    this.people = members + members / 200;
    this.others = rows - people;
  }

  /** Fills an empty database whose tables stand and whose ACOs are known. */
  void make() {
    update(LINKS);
    TableIndexes.rebuiltAfter(
        db,
        "claim_index",
        () -> {
          update(PATIENTS);
          for (int part = 0; part < PARTS; part++) {
            long first = others * part / PARTS;
            long last = others * (part + 1) / PARTS - 1;
            update(RESOURCES, "first", first, "last", last);
          }
        });
    update(OPT_OUTS.formatted(MBI, "2, 3"));
    roster(LARGE, "n <= :members", members);
    roster(TINY, "n BETWEEN 11 AND 10 + :count", TINY_MEMBERS);
    new StoredResources(db)
        .add(
            """
            SELECT res_id, type, ver, patient_pid, FALSE AS gone FROM claim_index
             WHERE (patient_pid - %d) %% 200 < 2 OR patient_pid - %1$d BETWEEN 11 AND 20
                OR patient_pid - %1$d > %d
            """
                .formatted(PID, members));
    db.execute("VACUUM (ANALYZE)");
    db.execute("CHECKPOINT");
  }

  private void roster(String aco, String condition, int count) {
    update(ROSTER.formatted(MBI, condition), "aco", aco, "count", count);
  }

  /** Changes one row in two hundred of the index, as writers do, in several transactions. */
  void changeClaims() {
    long count = (people + others) / 200;
    db.execute(CHANGES.formatted(OTHERS, BORN, people, others, count));
    for (int part = 0; part < PARTS; part++) {
      update(CHANGE, "parts", PARTS, "part", part);
    }
    new StoredResources(db)
        .add(
            """
            SELECT res_id, 'E' AS type, CASE what WHEN 'new' THEN 1 ELSE 2 END AS ver,
                   %d + n AS patient_pid, what = 'gone' AS gone FROM bench_change
            """
                .formatted(PID));
  }

  /** Delivers a roster in which one person in two hundred is another, and as many opt-outs. */
  void exchangePeople() {
    roster(LARGE, "n % 200 <> 0 OR n > :members", members);
    update(OPT_OUTS.formatted(MBI, "1"));
    db.execute("ANALYZE roster_member, preference"); // as the imports do
    exchanged = true;
  }

  /** What the large ACO must get since before all changes. */
  ResourceSet output() {
    ResourceSet set = new ResourceSet();
    String changed =
        "SELECT 'E', 'E' || res_id, CASE what WHEN 'new' THEN 1 ELSE 2 END FROM bench_change"
            + " WHERE what <> 'gone' AND n <= :members AND n % 200 NOT IN (2, 3)"
            + (exchanged ? " AND n % 200 NOT IN (0, 1)" : "");
    String joined =
        """
         UNION ALL SELECT type, type || res_id, ver FROM claim_index
         WHERE to_xid IS NULL AND patient_pid > :pid + :members
           AND (patient_pid - :pid) % 200 NOT IN (1, 2, 3)
        """;
    named.query(
        exchanged ? changed + joined : changed,
        values(),
        rs -> {
          set.add(StoredResources.type(rs.getString(1)), rs.getString(2), rs.getInt(3));
        });
    return set;
  }

  /** Sorted ids by type of what the large ACO must take away. */
  Map<String, List<String>> deleted() {
    String gone =
        "SELECT 'E' || res_id FROM bench_change WHERE what = 'gone' AND n <= :members"
            + " AND n % 200 NOT IN (2, 3)";
    String left =
        """
         UNION SELECT type || res_id FROM claim_index
         WHERE ver = 1 AND res_id < 30000000 AND patient_pid <= :pid + :members
           AND (patient_pid - :pid) % 200 IN (0, 1)
        """;
    Map<String, List<String>> deleted = new TreeMap<>();
    for (String id : named.queryForList(exchanged ? gone + left : gone, values(), String.class)) {
      deleted
          .computeIfAbsent(
              StoredResources.type(id.substring(0, 1)), t -> new java.util.ArrayList<>())
          .add(id);
    }
    deleted.values().forEach(ids -> ids.sort(null));
    return deleted;
  }

  private void update(String sql, Object... more) {
    named.update(sql, values(more));
  }

  private Map<String, Object> values(Object... more) {
    Map<String, Object> values = new HashMap<>();
    values.put("pid", PID);
    values.put("others", OTHERS);
    values.put("members", members);
    values.put("people", people);
    for (int i = 0; i < more.length; i += 2) {
      values.put((String) more[i], more[i + 1]);
    }
    return values;
  }
}
