package io.bcda.store;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The SQL of {@code claim_index}. Every write happens in the caller's transaction. */
class ClaimIndexStore {
  /**
   * One state of a resource.
   *
   * @param patientPid null while the Patient is not known; then {@code patientRef} names it
   */
  record State(
      long resId,
      long ver,
      ResourceKind kind,
      @Nullable Long patientPid,
      @Nullable String patientRef,
      @Nullable LocalDate serviceEnd,
      boolean hidden) {

    /** The same with its Patient, if that is among these, by {@code Patient/id}. */
    State ofPatient(Map<String, Long> known) {
      Long pid = patientRef == null ? null : known.get(patientRef);
      return pid == null ? this : new State(resId, ver, kind, pid, null, serviceEnd, hidden);
    }
  }

  /** How the newest state of a claim should be marked; a claim with a newer one is left alone. */
  record Mark(long resId, long ver, boolean hidden) {}

  private static final String LOCK =
      "SELECT res_id FROM hfj_resource WHERE res_id IN (:ids) ORDER BY res_id FOR UPDATE";
  private static final String WAITS =
      "SELECT 1 FROM claim_index WHERE res_id IN (:ids) AND to_xid IS NULL AND patient_pid IS NULL LIMIT 1";
  private static final int ASKED_AT_ONCE = 1_000;
  private static final String LATCH = "SELECT one FROM identity_latch FOR UPDATE";
  private static final String WAITING =
      "SELECT id, res_id FROM claim_index WHERE patient_ref = ? AND patient_pid IS NULL AND to_xid IS NULL";
  private final JdbcTemplate db;
  private final Database database;
  private final KnowledgeSql knowledge;
  private final LateLinks links;
  private final ResourceFinder patients;

  ClaimIndexStore(JdbcTemplate db, Database database, KnowledgeSql knowledge) {
    this.db = db;
    this.database = database;
    this.knowledge = knowledge;
    this.patients = new ResourceFinder(db, database, "res_id", false);
    this.links = new LateLinks(db, database);
  }

  /** Row ids of Patients, deleted or not, by {@code Patient/id}; only of those that are there. */
  Map<String, Long> findPatients(Collection<String> refs) {
    Map<String, Long> found = new HashMap<>();
    List<String> ids = refs.stream().map(ref -> ref.substring("Patient/".length())).toList();
    for (int i = 0; i < ids.size(); i += ASKED_AT_ONCE) {
      patients.find(
          ResourceKind.PATIENT,
          ids.subList(i, Math.min(ids.size(), i + ASKED_AT_ONCE)),
          row -> found.put("Patient/" + row.getString(1), row.getLong(2)));
    }
    return found;
  }

  /**
   * Taken by a transaction that wrote a new Patient and by one that met an unknown one, so that
   * neither misses the other.
   */
  void latchIdentity() {
    db.queryForObject(LATCH, Integer.class);
  }

  /** Whether any of these resources waits for its Patient. */
  boolean anyWaits(List<Long> resIds) {
    NamedParameterJdbcTemplate named = new NamedParameterJdbcTemplate(db);
    for (int i = 0; i < resIds.size(); i += ASKED_AT_ONCE) {
      List<Long> some = resIds.subList(i, Math.min(resIds.size(), i + ASKED_AT_ONCE));
      if (!named.queryForList(WAITS, Map.of("ids", some), Integer.class).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Ends the open rows of these resources, unless the row already is the state given. */
  void close(Collection<State> states) {
    String now = knowledge.now();
    String sql =
        """
        UPDATE claim_index SET to_xid = %s, closed_at = CURRENT_TIMESTAMP
         WHERE res_id = ? AND to_xid IS NULL
           AND NOT (ver = ? AND coalesce(patient_pid, -1) = ? AND coalesce(patient_ref, '') = ?
                    AND coalesce(service_end, DATE '0001-01-01') = CAST(? AS DATE)
                    AND hidden = ?)
        """
            .formatted(now);
    List<Object[]> rows = new ArrayList<>();
    for (State s : states) {
      rows.add(
          new Object[] {
            s.resId(),
            s.ver(),
            s.patientPid() == null ? -1L : s.patientPid(),
            s.patientRef() == null ? "" : s.patientRef(),
            s.serviceEnd() == null ? "0001-01-01" : s.serviceEnd().toString(),
            s.hidden()
          });
    }
    db.batchUpdate(sql, rows);
  }

  /** Opens rows for these states where the resource has no open row. */
  void open(Collection<State> states) {
    String sql =
        """
        INSERT INTO claim_index(res_id, ver, type, patient_pid, patient_ref, service_end, hidden, from_xid)
        SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS VARCHAR), CAST(? AS BIGINT),
               CAST(? AS VARCHAR), CAST(? AS DATE), CAST(? AS BOOLEAN), %s
         WHERE NOT EXISTS (SELECT 1 FROM claim_index c WHERE c.res_id = ? AND c.to_xid IS NULL)
        """
            .formatted(knowledge.now());
    List<Object[]> rows = new ArrayList<>();
    for (State s : states) {
      rows.add(
          new Object[] {
            s.resId(),
            s.ver(),
            s.kind().code(),
            s.patientPid(),
            s.patientRef(),
            s.serviceEnd() == null ? null : s.serviceEnd().toString(),
            s.hidden(),
            s.resId()
          });
    }
    db.batchUpdate(sql, rows);
  }

  /** Opens rows of resources that were not there before this transaction: there is none to end. */
  void openFirst(Collection<State> states) {
    String now = db.queryForObject("SELECT CAST(" + knowledge.now() + " AS VARCHAR)", String.class);
    TableRows rows =
        TableRows.of(
            database,
            "claim_index",
            "res_id,ver,type,patient_pid,patient_ref,service_end,hidden,from_xid");
    for (State s : states) {
      rows.add(
          s.resId(),
          s.ver(),
          s.kind().code(),
          s.patientPid(),
          s.patientRef(),
          s.serviceEnd(),
          s.hidden(),
          now);
    }
    db.execute(
        (ConnectionCallback<@Nullable Void>)
            connection -> {
              rows.send(connection);
              return null;
            });
  }

  /** Ends the open rows of resources that are gone. */
  void end(Collection<Long> resIds) {
    db.batchUpdate(
        "UPDATE claim_index SET to_xid = %s, closed_at = CURRENT_TIMESTAMP WHERE res_id = ? AND to_xid IS NULL"
            .formatted(knowledge.now()),
        resIds.stream().map(id -> new Object[] {id}).toList());
  }

  /** Gives the resources that waited for a Patient to it: their rows end and new ones begin. */
  void adopt(String patientRef, long patientPid) {
    Map<Long, Long> resources = new TreeMap<>();
    db.query(
        WAITING,
        row -> {
          resources.put(row.getLong(1), row.getLong(2));
        },
        patientRef);
    if (resources.isEmpty()) {
      return;
    }
    Collection<Long> waiting = resources.keySet();
    String now = knowledge.now();
    List<Object[]> rows = waiting.stream().map(id -> new Object[] {patientPid, id}).toList();
    db.batchUpdate(
        """
        INSERT INTO claim_index(res_id, ver, type, patient_pid, service_end, hidden, from_xid, load_id)
        SELECT res_id, ver, type, CAST(? AS BIGINT), service_end, hidden, %s, load_id
          FROM claim_index WHERE id = ?
        """
            .formatted(now),
        rows);
    db.batchUpdate(
        "UPDATE claim_index SET to_xid = %s, closed_at = CURRENT_TIMESTAMP WHERE id = ?"
            .formatted(now),
        waiting.stream().map(id -> new Object[] {id}).toList());
    links.add(List.copyOf(resources.values()), patientPid);
  }

  /**
   * Marks claims: their rows end and new ones begin. In step with writers, who hold the resource's
   * row when they come to the index, and with the coming of a Patient for whom a claim waits.
   *
   * @return how many were marked otherwise until now
   */
  int remark(List<Mark> marks) {
    Map<String, Object> ids = Map.of("ids", marks.stream().map(Mark::resId).toList());
    NamedParameterJdbcTemplate named = new NamedParameterJdbcTemplate(db);
    named.queryForList(LOCK, ids, Long.class);
    if (anyWaits(marks.stream().map(Mark::resId).toList())) {
      latchIdentity();
    }
    String now = knowledge.now();
    List<Object[]> rows =
        marks.stream().map(m -> new Object[] {m.hidden(), m.resId(), m.ver(), m.hidden()}).toList();
    db.batchUpdate(
        """
        INSERT INTO claim_index(res_id, ver, type, patient_pid, patient_ref, service_end, hidden, from_xid, load_id)
        SELECT res_id, ver, type, patient_pid, patient_ref, service_end, CAST(? AS BOOLEAN), %s, load_id
          FROM claim_index WHERE res_id = ? AND ver = ? AND to_xid IS NULL AND hidden <> ?
        """
            .formatted(now),
        rows);
    return IntStream.of(
            db.batchUpdate(
                """
                UPDATE claim_index SET to_xid = %s, closed_at = CURRENT_TIMESTAMP
                 WHERE res_id = ? AND ver = ? AND to_xid IS NULL AND hidden <> ?
                """
                    .formatted(now),
                marks.stream().map(m -> new Object[] {m.resId(), m.ver(), m.hidden()}).toList()))
        .sum();
  }
}
