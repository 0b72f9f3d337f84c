package io.bcda.store;

import io.bcda.store.ClaimIndexStore.Mark;
import io.bcda.store.ClaimIndexStore.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes resources without HAPI: the store's own index and identity, beside stand-ins of HAPI's
 * tables. All writes go into the caller's transaction. For one thread.
 */
public final class TestResources {
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE hfj_resource (res_id BIGINT PRIMARY KEY, fhir_id VARCHAR(64) NOT NULL,
            res_type VARCHAR(40) NOT NULL, res_type_id SMALLINT NOT NULL, res_ver BIGINT NOT NULL,
            res_updated TIMESTAMP(3), res_deleted_at TIMESTAMP(3), sp_has_links BOOLEAN,
            UNIQUE (res_type, fhir_id))
          """,
          """
          CREATE TABLE hfj_res_ver (res_id BIGINT NOT NULL, res_ver BIGINT NOT NULL,
            res_updated TIMESTAMP(3), res_text_vc VARCHAR(1000), res_encoding VARCHAR(20),
            PRIMARY KEY (res_id, res_ver))
          """,
          """
          CREATE TABLE hfj_res_link (pid BIGINT PRIMARY KEY, src_path VARCHAR(500),
            src_resource_id BIGINT, source_resource_type VARCHAR(40), src_res_type_id SMALLINT,
            target_resource_id BIGINT, target_resource_type VARCHAR(40),
            target_res_type_id SMALLINT, sp_updated TIMESTAMP(3))
          """,
          "CREATE SEQUENCE seq_reslink_id START WITH 50 INCREMENT BY 50");

  private record Head(ResourceKind kind, long resId, long ver) {}

  private final JdbcTemplate db;
  private final ClaimIndexStore index;
  private final Identity identity;
  private final Map<String, Head> heads = new HashMap<>();
  private long lastResId;

  private TestResources(JdbcTemplate db, Database database) {
    KnowledgeSql knowledge = TestKnowledge.of(database);
    this.db = db;
    this.index = new ClaimIndexStore(db, database, knowledge);
    this.identity = new Identity(db, knowledge, TestKnowledge.mbiChanges(db, database));
  }

  /** Of a database with the common migrations and nothing of HAPI's. */
  public static TestResources on(JdbcTemplate db, Database database) {
    TABLES.forEach(db::execute);
    String dialect = database == Database.POSTGRESQL ? "postgresql" : "h2";
    db.execute(script("db/migration/" + dialect + "/V7__expunge_tombstone.sql"));
    return new TestResources(db, database);
  }

  private static String script(String path) {
    try {
      return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates a Patient, changes it, or brings it back. */
  public void patient(String id, Set<String> mbis) {
    Head head = written(ResourceKind.PATIENT, id);
    changes().patient("Patient/" + id, head.resId(), mbis);
    changes()
        .state(new State(head.resId(), head.ver(), head.kind(), head.resId(), null, null, false));
  }

  /** Creates a claim or a Coverage, changes it, or brings it back. */
  public void claim(
      ResourceKind kind,
      String id,
      String patient,
      @Nullable LocalDate serviceEnd,
      boolean hidden) {
    Head head = written(kind, id);
    changes()
        .state(
            new State(
                head.resId(), head.ver(), kind, null, "Patient/" + patient, serviceEnd, hidden));
  }

  /** Marks the claim hidden or not, as after a change of the list of sensitive codes. */
  public void remark(String id, boolean hidden) {
    Head head = heads.get(id);
    index.remark(List.of(new Mark(head.resId(), head.ver(), hidden)));
  }

  public void delete(String id) {
    Head head = heads.get(id);
    heads.put(id, new Head(head.kind(), head.resId(), head.ver() + 1));
    db.update(
        "UPDATE hfj_resource SET res_ver = ?, res_deleted_at = CURRENT_TIMESTAMP WHERE res_id = ?",
        head.ver() + 1,
        head.resId());
    changes().gone(head.kind(), head.resId());
  }

  /** Takes a resource away with all that was known of it; its id may come again. */
  public void expunge(String id) {
    Head head = heads.remove(id);
    db.update("DELETE FROM hfj_res_ver WHERE res_id = ?", head.resId());
    db.update("DELETE FROM hfj_resource WHERE res_id = ?", head.resId());
  }

  private Head written(ResourceKind kind, String id) {
    Head known = heads.get(id);
    Head head =
        known == null
            ? new Head(kind, ++lastResId, 1)
            : new Head(kind, known.resId(), known.ver() + 1);
    heads.put(id, head);
    if (known == null) {
      db.update(
          "INSERT INTO hfj_resource (res_id, fhir_id, res_type, res_type_id, res_ver, res_updated)"
              + " VALUES (?, ?, ?, ?, 1, CURRENT_TIMESTAMP)",
          head.resId(),
          id,
          kind.fhirType(),
          kind.ordinal());
    } else {
      db.update(
          "UPDATE hfj_resource SET res_ver = ?, res_deleted_at = NULL WHERE res_id = ?",
          head.ver(),
          head.resId());
    }
    db.update(
        "INSERT INTO hfj_res_ver (res_id, res_ver, res_updated, res_text_vc, res_encoding)"
            + " VALUES (?, ?, CURRENT_TIMESTAMP, ?, 'JSON')",
        head.resId(),
        head.ver(),
        id + "/" + head.ver());
    return head;
  }

  private ClaimIndexChanges changes() {
    return ClaimIndexChanges.ofTransaction(index, identity);
  }
}
