package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.store.HapiRows.Gone;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link ResourceWriter} by SQL. */
final class TableWriter implements ResourceWriter {
  private final FhirContext fhir;
  private final IndexValues.Extraction extraction;
  private final TypeIds types;
  private final Tables tables;
  private final SensitiveScan scan;
  private final TransactionTemplate transaction;

  /** The collaborators of this room. */
  record Tables(
      JdbcTemplate db,
      Database database,
      ClaimIndexStore index,
      Identity identity,
      SensitiveCodes sensitive,
      Clock clock) {}

  TableWriter(
      FhirContext fhir,
      IndexValues.Extraction extraction,
      TypeIds types,
      Tables tables,
      JdbcTransactionManager transactions) {
    this.fhir = fhir;
    this.extraction = extraction;
    this.types = types;
    this.tables = tables;
    this.scan = new SensitiveScan(tables.sensitive());
    this.transaction = new TransactionTemplate(transactions);
    // In a caller's transaction a savepoint: a batch that fails leaves the others alone.
    this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  @Override
  public List<Outcome> write(List<Incoming> batch) {
    try {
      return Objects.requireNonNull(transaction.execute(status -> writeNow(batch)));
    } catch (DuplicateKeyException e) {
      // Without the cause: its text may quote the row.
      throw new OptimisticLockingFailureException("another writer made a resource of the batch");
    }
  }

  @Override
  public int delete(List<Key> keys) {
    return Objects.requireNonNull(transaction.execute(status -> deleteNow(keys)));
  }

  private int deleteNow(List<Key> keys) {
    Map<String, KnownResources.Head> heads = known().lock(keys);
    List<Gone> gone = new ArrayList<>();
    for (Key key : keys) {
      KnownResources.Head head = heads.get(key.kind().fhirType() + "/" + key.fhirId());
      if (head != null && !head.deleted()) {
        gone.add(new Gone(key.kind(), head));
      }
    }
    if (!gone.isEmpty()) {
      HapiIds ids = new HapiIds(tables.db(), tables.database());
      rows(ids).delete(gone, ids, now());
      ClaimIndexChanges index = ClaimIndexChanges.ofTransaction(tables.index(), tables.identity());
      gone.forEach(each -> index.gone(each.kind(), each.head().resId()));
    }
    return gone.size();
  }

  private KnownResources known() {
    return new KnownResources(tables.db(), tables.database(), tables.index());
  }

  private HapiRows rows(HapiIds ids) {
    return new HapiRows(
        tables.db(), tables.database(), new SearchRows(extraction, types, ids), types);
  }

  private Timestamp now() {
    return Timestamp.from(tables.clock().instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private List<Outcome> writeNow(List<Incoming> batch) {
    KnownResources known = known();
    Map<String, KnownResources.Head> heads =
        known.lock(batch.stream().map(r -> new Key(r.kind(), r.fhirId())).toList());
    StoredBody.Encoder encoder = new StoredBody.Encoder(fhir);
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    List<ResourceChange> changes = new ArrayList<>();
    for (Incoming resource : batch) {
      StoredBody body = resource.body(encoder);
      KnownResources.Head head = heads.get(resource.reference());
      if (head != null && !head.deleted() && body.sha256().equals(head.sha256())) {
        outcomes.add(Outcome.UNCHANGED);
        continue;
      }
      outcomes.add(head == null || head.deleted() ? Outcome.CREATED : Outcome.UPDATED);
      changes.add(new ResourceChange(resource, resource.facts(body, scan), body, head));
    }
    if (!changes.isEmpty()) {
      // All writers in one order, so that none waits for one who waits for it.
      changes.sort(Comparator.comparing(change -> change.incoming().reference()));
      write(changes, known);
    }
    return outcomes;
  }

  private void write(List<ResourceChange> changes, KnownResources known) {
    HapiIds ids = new HapiIds(tables.db(), tables.database());
    number(changes, ids);
    Map<String, Long> patients = known.patients(changes);
    rows(ids).write(changes, patients, ids, now());
    ClaimIndexChanges index = ClaimIndexChanges.ofTransaction(tables.index(), tables.identity());
    for (ResourceChange change : changes) {
      index.take(change, patients);
    }
  }

  private static void number(List<ResourceChange> changes, HapiIds ids) {
    List<ResourceChange> created = changes.stream().filter(c -> c.head() == null).toList();
    long[] keys = ids.draw("seq_resource_id", created.size());
    for (int i = 0; i < keys.length; i++) {
      created.get(i).number(keys[i]);
    }
  }
}
