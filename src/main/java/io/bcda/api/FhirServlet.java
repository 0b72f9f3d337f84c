package io.bcda.api;

import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.IServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.bcda.refusal.Refusal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
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
   * A query that cannot be read, a body in another coding and one that is too long are refused
   * here: HAPI takes the first for an error of its own, loses the parameters over the second, even
   * where there is no body, and takes the third into memory.
   */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    HttpServletRequest limited;
    try {
      QueryParameters.parse(request.getQueryString());
      requirePlain(request);
      limited = new LimitedBody(request, mostBytes);
    } catch (Refusal | HttpFault e) {
      OutcomeWriter.write(response, mapping.of(e));
      return;
    }
    super.service(limited, response);
  }

  /** RFC 9110 section 15.5.16. */
  private static void requirePlain(HttpServletRequest request) {
    String coding = request.getHeader("Content-Encoding");
    if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
      throw new HttpFault(
          415,
          "Bodies are taken as they are, without a coding",
          Map.of("Accept-Encoding", "identity"));
    }
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
