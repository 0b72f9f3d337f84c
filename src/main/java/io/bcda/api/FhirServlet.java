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
  private final long mostBytes;

  /**
   * @param mostBytes the longest request body that is read
   * @param furnish sets the context, providers and interceptors, once the servlet is initialised
   */
  FhirServlet(
      IServerAddressStrategy address,
      OutcomeMapping mapping,
      long mostBytes,
      Consumer<RestfulServer> furnish) {
    this.mapping = mapping;
    this.mostBytes = mostBytes;
    this.furnish = furnish;
    // Interceptors are registered on this servlet, not shared with the JPA layer: shared, every
    // storage hook would run twice.
    setServerAddressStrategy(address);
    setDefaultResponseEncoding(EncodingEnum.JSON);
    setDefaultPrettyPrint(false);
    setUncompressIncomingContents(false); // a small body must not become a huge one
  }

  /**
   * A query that cannot be read and a body that is too long are refused here: HAPI takes the one
   * for an error of its own and the other into memory.
   */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    HttpServletRequest limited;
    try {
      QueryParameters.parse(request.getQueryString());
      limited = new LimitedBody(request, mostBytes);
    } catch (Refusal | HttpFault e) {
      OutcomeWriter.write(response, mapping.of(e));
      return;
    }
    super.service(limited, response);
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
