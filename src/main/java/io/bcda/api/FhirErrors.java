package io.bcda.api;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** HAPI's door to {@link OutcomeMapping}: JSON whatever the request accepts, and our words. */
@Interceptor
@Component
class FhirErrors implements FhirInterceptor {
  private static final Pattern ETAG = Pattern.compile("W/\"\\d{1,18}\"");
  private final OutcomeMapping mapping;

  FhirErrors(OutcomeMapping mapping) {
    this.mapping = mapping;
  }

  /** Keeps the exception within reach of the other hook, which HAPI calls next. */
  @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
  BaseServerResponseException keep(Throwable error) {
    return error instanceof BaseServerResponseException known
        ? known
        : new InternalErrorException(error);
  }

  @Hook(Pointcut.SERVER_HANDLE_EXCEPTION)
  boolean write(
      BaseServerResponseException error, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (error.getStatusCode() == HttpServletResponse.SC_NOT_MODIFIED) {
      unchanged(request, response);
      return false;
    }
    boolean wrapped = error instanceof InternalErrorException && error.getCause() != null;
    // RFC 9110 section 13.1.1: HAPI says 409, as for any writer that came too late.
    boolean precondition = error.getStatusCode() == 409 && request.getHeader("If-Match") != null;
    OutcomeWriter.write(
        response, precondition ? mapping.of(412) : mapping.of(wrapped ? error.getCause() : error));
    return false;
  }

  /**
   * RFC 9110 section 15.4.5: with the tag that a 200 would have, which is the one that was sent.
   */
  private static void unchanged(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    String sent = request.getHeader("If-None-Match");
    if (sent != null && ETAG.matcher(sent).matches()) {
      response.setHeader("ETag", sent);
    }
  }
}
