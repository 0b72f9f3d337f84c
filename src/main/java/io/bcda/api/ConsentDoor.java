package io.bcda.api;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.consent.ConsentInterceptor;
import ca.uhn.fhir.rest.server.interceptor.consent.ConsentOperationStatusEnum;
import ca.uhn.fhir.rest.server.interceptor.consent.IConsentContextServices;
import org.springframework.stereotype.Component;

/** HAPI's own consent interceptor, asking {@link AttributionConsent}. */
@Component
class ConsentDoor extends ConsentInterceptor implements FhirInterceptor {
  private final AttributionConsent consent;

  ConsentDoor(AttributionConsent consent) {
    super(consent);
    this.consent = consent;
  }

  /**
   * HAPI refuses each count before it asks whether consent is needed. Ours is of what may be seen,
   * and shows nothing.
   */
  @Override
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void interceptPreHandled(RequestDetails details) {
    if (consent.startOperation(details, IConsentContextServices.NULL_IMPL).getStatus()
        == ConsentOperationStatusEnum.AUTHORIZED) {
      authorizeRequest(details);
    } else {
      super.interceptPreHandled(details);
    }
  }
}
