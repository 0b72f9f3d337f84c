package io.bcda.store;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code claim_index} and the MBI links in HAPI's own transactions, by its PRECOMMIT hooks.
 * The changes of a transaction are gathered and written once, just before it commits, after HAPI's
 * rows: so the order of locks is the same for single requests and bundles.
 */
@Interceptor
public class ClaimIndex {
  private final ClaimIndexStore store;
  private final Identity identity;
  private final SensitiveCodes sensitive;
  @PersistenceContext private EntityManager entities;

  ClaimIndex(
      ClaimIndexStore store,
      Identity identity,
      SensitiveCodes sensitive,
      IInterceptorService interceptors) {
    this.store = store;
    this.identity = identity;
    this.sensitive = sensitive;
    interceptors.registerInterceptor(this);
  }

  /** HAPI's hook. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
  public void created(IBaseResource resource, TransactionDetails transaction) {
    put(resource, transaction);
  }

  /** HAPI's hook. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
  public void updated(
      @Nullable IBaseResource old, IBaseResource resource, TransactionDetails transaction) {
    put(resource, transaction);
  }

  /** HAPI's hook. */
  @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
  public void deleted(IBaseResource resource) {
    ResourceKind.ofFhirType(resource.fhirType())
        .ifPresent(kind -> changes().gone(kind, pid(resource)));
  }

  private void put(IBaseResource resource, TransactionDetails transaction) {
    Optional<ResourceFacts> facts = ResourceFacts.of(resource, sensitive::in);
    if (facts.isEmpty()) {
      return;
    }
    long pid = pid(resource);
    long ver = resource.getIdElement().getVersionIdPartAsLong();
    String ref = facts.get().patientRef();
    Long patient = ref == null ? null : resolved(ref, transaction);
    if (facts.get().kind() == ResourceKind.PATIENT) {
      changes().patient("Patient/" + resource.getIdElement().getIdPart(), pid, facts.get().mbis());
      patient = pid;
    }
    changes()
        .state(
            new ClaimIndexStore.State(
                pid,
                ver,
                facts.get().kind(),
                patient,
                patient == null ? ref : null,
                facts.get().serviceEnd(),
                facts.get().hidden()));
  }

  private static @Nullable Long resolved(String ref, TransactionDetails transaction) {
    return transaction.getResolvedResourceId(new IdType(ref)) instanceof JpaPid pid
        ? pid.getId()
        : null;
  }

  private static long pid(IBaseResource resource) {
    return IDao.RESOURCE_PID.get(resource).getId();
  }

  private ClaimIndexChanges changes() {
    return ClaimIndexChanges.ofTransaction(store, identity).flushedBy(entities::flush);
  }
}
