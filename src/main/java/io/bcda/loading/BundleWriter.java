package io.bcda.loading;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.model.api.StorageResponseCodeEnum;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.springframework.stereotype.Component;

/** Writes resources through HAPI: one transaction Bundle, all or nothing. Thread-safe. */
@Component
class BundleWriter implements StoreWriter {
  private static final Set<String> NO_CHANGE =
      EnumSet.of(
              StorageResponseCodeEnum.SUCCESSFUL_UPDATE_NO_CHANGE,
              StorageResponseCodeEnum.SUCCESSFUL_UPDATE_WITH_CONDITIONAL_MATCH_NO_CHANGE)
          .stream()
          .map(StorageResponseCodeEnum::getCode)
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> DELETED =
      Set.of(StorageResponseCodeEnum.SUCCESSFUL_DELETE.getCode());

  private final IFhirSystemDao<Bundle, Meta> store;

  BundleWriter(IFhirSystemDao<Bundle, Meta> store) {
    this.store = store;
  }

  @Override
  public List<WriteOutcome> write(List<Admitted> batch) {
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    for (Admitted line : batch) {
      bundle
          .addEntry()
          .setResource(line.incoming().resource())
          .getRequest()
          .setMethod(HTTPVerb.PUT)
          .setUrl(line.reference());
    }
    Bundle answer = store.transaction(new SystemRequestDetails(), bundle);
    if (answer.getEntry().size() != batch.size()) {
      throw new IllegalStateException("the store answered another number of entries");
    }
    return answer.getEntry().stream().map(e -> outcome(e.getResponse())).toList();
  }

  /** One by one: HAPI fails on a Bundle that deletes a Patient and what refers to it. */
  @Override
  public int delete(List<String> references) {
    return (int) references.stream().filter(this::isDeleted).count();
  }

  private boolean isDeleted(String reference) {
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    bundle.addEntry().getRequest().setMethod(HTTPVerb.DELETE).setUrl(reference);
    Bundle answer = store.transaction(new SystemRequestDetails(), bundle);
    return hasCode(answer.getEntryFirstRep().getResponse(), DELETED);
  }

  private static WriteOutcome outcome(BundleEntryResponseComponent response) {
    if (String.valueOf(response.getStatus()).startsWith("201")) {
      return WriteOutcome.CREATED;
    }
    return hasCode(response, NO_CHANGE) ? WriteOutcome.UNCHANGED : WriteOutcome.UPDATED;
  }

  private static boolean hasCode(BundleEntryResponseComponent response, Set<String> codes) {
    return response.getOutcome() instanceof OperationOutcome outcome
        && outcome.getIssue().stream()
            .flatMap(issue -> issue.getDetails().getCoding().stream())
            .anyMatch(coding -> codes.contains(coding.getCode()));
  }
}
