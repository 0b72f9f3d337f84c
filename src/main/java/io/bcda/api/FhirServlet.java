package io.bcda.api;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.IServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;

/** HAPI's servlet, under {@code /api/v2}. */
final class FhirServlet extends RestfulServer {
  FhirServlet(FhirContext context, IServerAddressStrategy address) {
    super(context);
    // Interceptors are registered on this servlet, not shared with the JPA layer: shared, every
    // storage hook would run twice.
    setServerAddressStrategy(address);
    setDefaultResponseEncoding(EncodingEnum.JSON);
    setDefaultPrettyPrint(false);
  }

  /** Nobody needs to know which library in which version answers. */
  @Override
  protected String createPoweredByHeader() {
    return "";
  }
}
