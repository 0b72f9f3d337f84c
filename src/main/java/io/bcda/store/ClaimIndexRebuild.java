package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import io.bcda.store.ClaimIndexStore.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes {@code claim_index} and the MBI links anew from HAPI's tables, should they ever be in
 * doubt. It begins a new era (design section 4, "Eras"): what was known earlier cannot be compared
 * any more. One transaction; writers wait for its end, readers see the old rows until then.
 */
public class ClaimIndexRebuild {
  private static final int PAGE = 1000;
  private static final String BODIES =
      """
      SELECT 0 AS ordinal, h.res_id, h.res_ver, h.fhir_id, h.res_updated, v.res_text_vc, v.res_encoding
        FROM hfj_resource h LEFT JOIN hfj_res_ver v ON v.res_id = h.res_id AND v.res_ver = h.res_ver
       WHERE h.res_type IN ('Patient','Coverage','ExplanationOfBenefit') AND h.res_deleted_at IS NULL
         AND h.res_id > :after
       ORDER BY h.res_id LIMIT 1000
      """;
  private final NamedParameterJdbcTemplate db;
  private final TransactionTemplate transaction;
  private final Database database;
  private final Parts parts;
  private final SensitiveScan scan;

  /** The collaborators of this room. */
  record Parts(
      Eras eras,
      ClaimIndexStore index,
      Identity identity,
      ResourceCursor cursor,
      SensitiveMarks marks) {}

  ClaimIndexRebuild(
      NamedParameterJdbcTemplate db,
      TransactionTemplate transaction,
      Database database,
      Parts parts) {
    this.db = db;
    this.transaction = transaction;
    this.database = database;
    this.parts = parts;
    this.scan = new SensitiveScan(parts.marks().codes());
  }

  /**
   * What was found in HAPI's tables.
   *
   * @param indexed resources that are in the index now
   * @param unreadable resources whose body is missing or no FHIR; they are in no export
   */
  public record Outcome(long indexed, long unreadable) {}

  /**
   * Rebuilds.
   *
   * @param progress called now and then with the number of resources read so far
   */
  public Outcome run(LongConsumer progress) {
    return Objects.requireNonNull(transaction.execute(status -> rebuild(progress)));
  }

  private Outcome rebuild(LongConsumer progress) {
    parts.eras().latch();
    if (database == Database.POSTGRESQL) {
      db.getJdbcOperations()
          .execute("LOCK TABLE claim_index, mbi_link IN SHARE ROW EXCLUSIVE MODE");
    }
    db.getJdbcOperations().update("DELETE FROM claim_index");
    db.getJdbcOperations().update("DELETE FROM mbi_link");
    parts.eras().beginAnew();
    long read = 0;
    long indexed = 0;
    long after = Long.MIN_VALUE;
    while (true) {
      List<ResourceCursor.Row> page = page(after);
      indexed += write(page);
      read += page.size();
      progress.accept(read);
      if (page.size() < PAGE) {
        parts.marks().adopt();
        return new Outcome(indexed, read - indexed);
      }
      after = page.get(PAGE - 1).resId();
    }
  }

  private List<ResourceCursor.Row> page(long after) {
    List<ResourceCursor.Row> rows = new ArrayList<>();
    parts.cursor().read(new ResourceQuery(BODIES, Map.of("after", after)), rows::add);
    return rows;
  }

  private int write(List<ResourceCursor.Row> page) {
    Map<ResourceCursor.Row, ResourceFacts> known = new HashMap<>();
    page.forEach(
        row -> {
          ResourceFacts facts = facts(row);
          if (facts != null) {
            known.put(row, facts);
          }
        });
    Map<String, Long> patients = patients(known.values());
    List<State> states = new ArrayList<>();
    Map<Long, Set<String>> mbis = new TreeMap<>();
    known.forEach(
        (row, facts) -> {
          states.add(state(row, facts, patients));
          if (facts.kind() == ResourceKind.PATIENT) {
            mbis.put(row.resId(), facts.mbis());
          }
        });
    parts.index().openFirst(states);
    parts.identity().set(mbis);
    return states.size();
  }

  private static State state(
      ResourceCursor.Row row, ResourceFacts facts, Map<String, Long> patients) {
    boolean isPatient = facts.kind() == ResourceKind.PATIENT;
    Long patient = isPatient ? (Long) row.resId() : patients.get(facts.patientRef());
    return new State(
        row.resId(),
        row.ver(),
        facts.kind(),
        patient,
        patient == null ? facts.patientRef() : null,
        facts.serviceEnd(),
        facts.hidden());
  }

  private Map<String, Long> patients(Iterable<ResourceFacts> facts) {
    Set<String> refs = new HashSet<>();
    for (ResourceFacts fact : facts) {
      if (fact.patientRef() != null) {
        refs.add(fact.patientRef());
      }
    }
    return parts.index().findPatients(refs);
  }

  private @Nullable ResourceFacts facts(ResourceCursor.Row row) {
    if (row.body() == null) {
      return null;
    }
    try {
      String body = new String(row.body(), StandardCharsets.UTF_8);
      return ResourceFacts.of(
              FhirContext.forR4Cached().newJsonParser().parseResource(body),
              claim -> scan.isSensitive(body))
          .orElse(null);
    } catch (DataFormatException e) {
      return null;
    }
  }
}
