package io.bcda.api;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.consent.ConsentOutcome;
import ca.uhn.fhir.rest.server.interceptor.consent.IConsentContextServices;
import ca.uhn.fhir.rest.server.interceptor.consent.IConsentService;
import io.bcda.attribution.VisibleNow;
import io.bcda.auth.SignedIn;
import io.bcda.auth.SignedInAco;
import io.bcda.store.ResourceKind;
import java.util.HashMap;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.springframework.stereotype.Component;

/**
 * The last look at what goes to an ACO (decision 11): each resource that HAPI read is checked, a
 * page at a time, by what is committed now. What was not checked is not shown.
 */
@Interceptor
@Component
class AttributionConsent implements IConsentService, FhirInterceptor {
  private static final int FIRST = -100; // before HAPI's consent interceptor asks about each
  private final VisibleNow visible;

  AttributionConsent(VisibleNow visible) {
    this.visible = visible;
  }

  /** Checks a page, or the one resource of a read, before HAPI asks for each. */
  @Hook(value = Pointcut.STORAGE_PRESHOW_RESOURCES, order = FIRST)
  void check(RequestDetails details, IPreResourceShowDetails page) {
    ReadInHand read = details == null ? null : ReadInHand.in(details).orElse(null);
    if (read == null) {
      return;
    }
    read.found().addAndGet(page.size());
    Map<Long, IBaseResource> byRow = new HashMap<>();
    for (IBaseResource resource : page) {
      JpaPid row = resource == null ? null : IDao.RESOURCE_PID.get(resource);
      if (row != null) {
        byRow.put(row.getId(), resource);
      }
    }
    // Anew: what HAPI read may have been committed after the look by which the door let it in.
    Map<Long, Long> now = visible.among(visible.look(read.aco().aco()), byRow.keySet());
    byRow.keySet().retainAll(now.keySet());
    show(read, byRow, now);
    if (!byRow.isEmpty()) { // others came after those that HAPI read, which the door may have seen
      show(read, byRow, visible.among(read.look(), byRow.keySet()));
    }
  }

  /** Shows those that are of these versions, and takes them out of the rest. */
  private static void show(
      ReadInHand read, Map<Long, IBaseResource> rest, Map<Long, Long> versions) {
    rest.entrySet()
        .removeIf(
            entry -> {
              IBaseResource resource = entry.getValue();
              boolean shown =
                  resource.fhirType().equals(read.kind().fhirType())
                      && resource
                          .getIdElement()
                          .getVersionIdPartAsLong()
                          .equals(versions.get(entry.getKey()));
              return shown && read.shown().add(resource);
            });
  }

  /** Exports, Groups and system clients have doors of their own, and nothing to check here. */
  @Override
  public ConsentOutcome startOperation(RequestDetails details, IConsentContextServices services) {
    if (ReadInHand.in(details).isPresent()) {
      return ReadInHand.in(details).get().isCount()
          ? ConsentOutcome.AUTHORIZED
          : ConsentOutcome.PROCEED;
    }
    boolean unforeseen =
        SignedIn.find().orElse(null) instanceof SignedInAco
            && details.getOperation() == null
            && details.getResourceName() != null
            && ResourceKind.ofFhirType(details.getResourceName()).isPresent();
    return unforeseen ? ConsentOutcome.REJECT : ConsentOutcome.AUTHORIZED;
  }

  /** HAPI would read each body that a search finds, to ask. */
  @Override
  public boolean shouldProcessCanSeeResource(
      RequestDetails details, IConsentContextServices services) {
    return false;
  }

  /** Final, one way or the other: what lies in a resource, or on a page, is not asked again. */
  @Override
  public ConsentOutcome willSeeResource(
      RequestDetails details, IBaseResource resource, IConsentContextServices services) {
    boolean container = resource instanceof Bundle || resource instanceof OperationOutcome;
    boolean shown = ReadInHand.in(details).filter(r -> r.shown().contains(resource)).isPresent();
    return container || shown ? ConsentOutcome.AUTHORIZED : ConsentOutcome.REJECT;
  }
}
