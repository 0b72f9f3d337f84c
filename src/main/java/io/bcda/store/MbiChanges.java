package io.bcda.store;

import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * MBIs that belong to one person by the word of CMS (CCLF9), though no Patient has them both, and
 * the links that follow from them: table mbi_change, and the rows of mbi_link that are not direct.
 * Where one of a person's MBIs leads to a Patient, all of them do.
 */
public class MbiChanges {
  private static final Logger log = LoggerFactory.getLogger(MbiChanges.class);

  /** More MBIs than any person has had; such a knot is an error, and nothing follows from it. */
  private static final int MOST_OF_ONE_PERSON = 50;

  private static final String LATCH = "SELECT one FROM identity_latch FOR UPDATE";
  private static final String ANY = "SELECT id FROM mbi_change FETCH FIRST ROW ONLY";
  private static final String FORWARD = told("former_mbi");
  private static final String BACKWARD = told("mbi");
  private static final String LINKS =
      """
      SELECT l.mbi, l.patient_pid, l.direct, l.id
        FROM unnest(?) k(mbi) JOIN mbi_link l ON l.mbi = k.mbi
       WHERE l.to_xid IS NULL
      """;

  /** One person's former and later MBI. */
  public record SamePerson(String former, String current) {
    @Override
    public String toString() {
      return "SamePerson[redacted]";
    }
  }

  private record Link(String mbi, long patient) {}

  private final JdbcTemplate db;
  private final KnowledgeSql knowledge;

  MbiChanges(JdbcTemplate db, KnowledgeSql knowledge) {
    this.db = db;
    this.knowledge = knowledge;
  }

  private static String told(String by) {
    return """
        SELECT c.former_mbi, c.mbi FROM unnest(?) k(mbi) JOIN mbi_change c ON c.%s = k.mbi
         WHERE c.to_xid IS NULL
        """
        .formatted(by);
  }

  /**
   * Learns changes, some thousands at most, in the caller's transaction.
   *
   * @return how many were not known
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public int learn(Collection<SamePerson> changes) {
    String stamp = knowledge.now(); // before any row is held
    db.queryForObject(LATCH, Integer.class);
    Set<SamePerson> unknown = new HashSet<>(changes);
    Set<String> mbis = new TreeSet<>();
    changes.forEach(change -> mbis.addAll(List.of(change.former(), change.current())));
    ask(FORWARD, mbis, row -> unknown.remove(new SamePerson(row.getString(1), row.getString(2))));
    if (unknown.isEmpty()) {
      return 0;
    }
    db.batchUpdate(
        "INSERT INTO mbi_change (former_mbi, mbi, from_xid) VALUES (?, ?, %s)".formatted(stamp),
        unknown.stream().map(c -> new Object[] {c.former(), c.current()}).toList());
    Set<String> touched = new TreeSet<>();
    unknown.forEach(change -> touched.addAll(List.of(change.former(), change.current())));
    mend(touched);
    return unknown.size();
  }

  /** Makes the links that are not direct follow from the direct ones, around these MBIs. */
  void mend(Collection<String> mbis) {
    if (mbis.isEmpty() || db.queryForList(ANY, Long.class).isEmpty()) {
      return;
    }
    Collection<Set<String>> people = people(mbis);
    if (people.isEmpty()) {
      return;
    }
    db.queryForObject(LATCH, Integer.class);
    people.forEach(this::mendPerson);
  }

  /** The MBIs of each person around these; people of a single MBI are left out. */
  private Collection<Set<String>> people(Collection<String> mbis) {
    Map<String, Set<String>> personOf = new HashMap<>();
    Set<String> asked = new HashSet<>();
    Set<String> next = new TreeSet<>(mbis);
    while (!next.isEmpty()) {
      asked.addAll(next);
      Set<String> found = new TreeSet<>();
      RowCallbackHandler joined =
          row -> {
            join(personOf, row.getString(1), row.getString(2));
            found.addAll(List.of(row.getString(1), row.getString(2)));
          };
      ask(FORWARD, next, joined);
      ask(BACKWARD, next, joined);
      found.removeAll(asked);
      next = found;
    }
    return new HashSet<>(personOf.values());
  }

  private static void join(Map<String, Set<String>> personOf, String one, String other) {
    Set<String> all = personOf.computeIfAbsent(one, mbi -> new TreeSet<>(Set.of(mbi)));
    Set<String> rest = personOf.computeIfAbsent(other, mbi -> new TreeSet<>(Set.of(mbi)));
    if (all != rest) {
      all.addAll(rest);
      rest.forEach(mbi -> personOf.put(mbi, all));
    }
  }

  private void mendPerson(Set<String> mbis) {
    Map<Link, Long> indirect = new HashMap<>();
    Set<Link> direct = new HashSet<>();
    Set<Long> patients = new TreeSet<>();
    ask(
        LINKS,
        mbis,
        row -> {
          Link link = new Link(row.getString(1), row.getLong(2));
          if (row.getBoolean(3)) {
            direct.add(link);
            patients.add(link.patient());
          } else {
            indirect.put(link, row.getLong(4));
          }
        });
    List<Object[]> begun = new ArrayList<>();
    for (Link link : following(mbis, patients)) {
      if (!direct.contains(link) && indirect.remove(link) == null) {
        begun.add(new Object[] {link.mbi(), link.patient()});
      }
    }
    List<Object[]> ended = indirect.values().stream().map(id -> new Object[] {id}).toList();
    db.batchUpdate(
        "UPDATE mbi_link SET to_xid = %s WHERE id = ?".formatted(knowledge.now()), ended);
    db.batchUpdate(
        "INSERT INTO mbi_link (mbi, patient_pid, direct, from_xid) VALUES (?, ?, FALSE, %s)"
            .formatted(knowledge.now()),
        begun);
  }

  private static Set<Link> following(Set<String> mbis, Set<Long> patients) {
    Set<Link> links = new HashSet<>();
    if (mbis.size() > MOST_OF_ONE_PERSON) {
      log.atWarn().addKeyValue("mbis", mbis.size()).log("MBI changes make a knot; left aside");
      return links;
    }
    mbis.forEach(mbi -> patients.forEach(patient -> links.add(new Link(mbi, patient))));
    return links;
  }

  private void ask(String sql, Collection<String> mbis, RowCallbackHandler each) {
    Object[] sorted = mbis.stream().sorted().toArray();
    db.query(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(sql);
          statement.setArray(1, connection.createArrayOf("varchar", sorted));
          return statement;
        },
        each);
  }
}
