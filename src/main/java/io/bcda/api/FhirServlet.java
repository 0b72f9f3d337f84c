package io.bcda.api;

import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.IServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.bcda.auth.SignedIn;
import io.bcda.auth.SignedInSystem;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.catalina.Globals;
import org.apache.tomcat.util.http.Parameters.FailReason;

/** HAPI's servlet, under {@code /api/v2}. */
final class FhirServlet extends RestfulServer {
  private static final String FORM = "application/x-www-form-urlencoded";

  /** As the forms of the other paths, which Tomcat reads: a hundred ids fit many times. */
  private static final long MOST_OF_FORM = 64L << 10;

  private final transient OutcomeMapping mapping;
  private final transient Consumer<RestfulServer> furnish;
  private final long mostBytes;

  /**
   * @param mostBytes the longest request body that is read: a system client's, others have less
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
      limited = new LimitedBody(request, mostBytes(request));
      requireWhole(request);
    } catch (Refusal | HttpFault e) {
      OutcomeWriter.write(response, mapping.of(e));
      return;
    }
    super.service(limited, response);
  }

  /**
   * Only who writes resources has long bodies: an ACO kicks off exports, and searches by forms as
   * anybody does. HAPI has a body in memory, many times as large, before it asks who is there.
   */
  private long mostBytes(HttpServletRequest request) {
    if (isForm(request)) {
      return Math.min(mostBytes, MOST_OF_FORM);
    }
    boolean writes = SignedIn.find().filter(SignedInSystem.class::isInstance).isPresent();
    return writes ? mostBytes : Math.min(mostBytes, KickOffBody.MOST_BYTES);
  }

  /**
   * Tomcat reads forms, for HAPI. Of one that is too long, which in chunks is found out late, or
   * has too many parameters, it would tell HAPI a part: a search without some of its conditions.
   */
  private static void requireWhole(HttpServletRequest request) {
    if (!isForm(request)) {
      return;
    }
    request.getParameter(""); // has it read
    Object failed = request.getAttribute(Globals.PARAMETER_PARSE_FAILED_REASON_ATTR);
    if (failed == FailReason.POST_TOO_LARGE) {
      throw new HttpFault(413, "The form is longer than " + MOST_OF_FORM + " bytes");
    }
    if (failed != null) {
      throw new Refusal(Reason.MALFORMED, "The form cannot be read, or has too many parameters");
    }
  }

  private static boolean isForm(HttpServletRequest request) {
    String type = String.valueOf(request.getContentType()).strip();
    return type.regionMatches(true, 0, FORM, 0, FORM.length());
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
