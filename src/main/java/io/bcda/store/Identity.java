package io.bcda.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which MBI leads to which Patient, and since when. The SQL of {@code mbi_link}. */
class Identity {
  private static final String OPEN =
      "SELECT mbi FROM mbi_link WHERE patient_pid = ? AND direct AND to_xid IS NULL";
  private final JdbcTemplate db;
  private final KnowledgeSql knowledge;
  private final MbiChanges changes;

  Identity(JdbcTemplate db, KnowledgeSql knowledge, MbiChanges changes) {
    this.db = db;
    this.knowledge = knowledge;
    this.changes = changes;
  }

  /** Makes the open links of each Patient be exactly the MBIs given; none for a deleted one. */
  void set(Map<Long, Set<String>> mbisByPatient) {
    List<Object[]> ended = new ArrayList<>();
    List<Object[]> begun = new ArrayList<>();
    Set<String> touched = new TreeSet<>();
    mbisByPatient.forEach(
        (patient, mbis) -> {
          Set<String> known = new HashSet<>(db.queryForList(OPEN, String.class, patient));
          known.stream()
              .filter(mbi -> !mbis.contains(mbi))
              .forEach(
                  mbi -> {
                    ended.add(new Object[] {patient, mbi});
                    touched.add(mbi);
                  });
          mbis.stream()
              .filter(mbi -> !known.contains(mbi))
              .forEach(
                  mbi -> {
                    begun.add(new Object[] {mbi, patient});
                    touched.add(mbi);
                  });
        });
    if (!ended.isEmpty()) {
      db.batchUpdate(
          "UPDATE mbi_link SET to_xid = %s WHERE patient_pid = ? AND mbi = ? AND direct AND to_xid IS NULL"
              .formatted(knowledge.now()),
          ended);
    }
    if (!begun.isEmpty()) {
      db.batchUpdate(
          "INSERT INTO mbi_link(mbi, patient_pid, from_xid) VALUES (?, ?, %s)"
              .formatted(knowledge.now()),
          begun);
    }
    changes.mend(touched);
  }
}
