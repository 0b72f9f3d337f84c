package io.bcda.api;

import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.IServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.bcda.refusal.Refusal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;

/** HAPI's servlet, under {@code /api/v2}. */
final class FhirServlet extends RestfulServer {
  private final transient OutcomeMapping mapping;
  private final transient Consumer<RestfulServer> furnish;

  /**
   * @param furnish sets the context, providers and interceptors, once the servlet is initialised
   */
  FhirServlet(
      IServerAddressStrategy address, OutcomeMapping mapping, Consumer<RestfulServer> furnish) {
    this.mapping = mapping;
    this.furnish = furnish;
    // Interceptors are registered on this servlet, not shared with the JPA layer: shared, every
    // storage hook would run twice.
    setServerAddressStrategy(address);
    setDefaultResponseEncoding(EncodingEnum.JSON);
    setDefaultPrettyPrint(false);
  }

  /** A query that cannot be read is refused here: HAPI takes it for an error of its own. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      QueryParameters.parse(request.getQueryString());
    } catch (Refusal | HttpFault e) {
      OutcomeWriter.write(response, mapping.of(e));
      return;
    }
    super.service(request, response);
  }

  @Override
  protected void initialize() {
    furnish.accept(this);
  }

  /** Nobody needs to know which library in which version answers. */
  @Override
  protected String createPoweredByHeader() {
    return "";
  }
}
