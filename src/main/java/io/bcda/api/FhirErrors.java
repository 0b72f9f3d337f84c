package io.bcda.api;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** HAPI's door to {@link OutcomeMapping}: JSON whatever the request accepts, and our words. */
@Interceptor
@Component
class FhirErrors implements FhirInterceptor {
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
  boolean write(BaseServerResponseException error, HttpServletResponse response)
      throws IOException {
    boolean wrapped = error instanceof InternalErrorException && error.getCause() != null;
    OutcomeWriter.write(response, mapping.of(wrapped ? error.getCause() : error));
    return false;
  }
}
