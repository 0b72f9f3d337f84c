package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.cache.IResourceTypeCacheSvc;
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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** {@link ResourceWriter} by SQL. */
final class TableWriter implements ResourceWriter {
  private final FhirContext fhir;
  private final IndexValues.Extraction extraction;
  private final IResourceTypeCacheSvc types;
  private final Tables tables;
  private final TransactionTemplate transaction;

  /** The collaborators of this room. */
  record Tables(
      JdbcTemplate db, Database database, ClaimIndexStore index, Identity identity, Clock clock) {}

  TableWriter(
      FhirContext fhir,
      IndexValues.Extraction extraction,
      IResourceTypeCacheSvc types,
      Tables tables,
      PlatformTransactionManager transactions) {
    this.fhir = fhir;
    this.extraction = extraction;
    this.types = types;
    this.tables = tables;
    this.transaction = new TransactionTemplate(transactions);
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

  private List<Outcome> writeNow(List<Incoming> batch) {
    KnownResources known = new KnownResources(tables.db());
    Map<String, KnownResources.Head> heads = known.lock(batch);
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
      changes.add(new ResourceChange(resource, body, head));
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
    Timestamp now = Timestamp.from(tables.clock().instant().truncatedTo(ChronoUnit.MILLIS));
    HapiRows rows =
        new HapiRows(tables.db(), tables.database(), new SearchRows(extraction, types, ids), types);
    rows.write(changes, patients, ids, now);
    ClaimIndexChanges index = new ClaimIndexChanges(tables.index(), tables.identity(), () -> {});
    for (ResourceChange change : changes) {
      index.take(change, patients);
    }
    index.beforeCommit(false);
  }

  private static void number(List<ResourceChange> changes, HapiIds ids) {
    List<ResourceChange> created = changes.stream().filter(c -> c.head() == null).toList();
    long[] keys = ids.draw("seq_resource_id", created.size());
    for (int i = 0; i < keys.length; i++) {
      created.get(i).number(keys[i]);
    }
  }
}
