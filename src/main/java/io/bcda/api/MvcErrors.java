package io.bcda.api;

import io.bcda.auth.OAuthFault;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Spring MVC's door to {@link OutcomeMapping}. */
@RestControllerAdvice
class MvcErrors {
  private static final Logger LOG = LoggerFactory.getLogger(MvcErrors.class);
  private final OutcomeMapping mapping;

  MvcErrors(OutcomeMapping mapping) {
    this.mapping = mapping;
  }

  /**
   * Once the answer has begun the error goes on to the container, which breaks the connection: a
   * client must not take half a file for a whole one.
   */
  @ExceptionHandler
  void handle(Exception error, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (response.isCommitted()) {
      LOG.atInfo().addKeyValue("cause", error.getClass().getSimpleName()).log("answer broken off");
      throw error;
    }
    response.reset(); // a file's headers must not describe the outcome
    Outcome outcome = mapping.of(error);
    if (OAuthFault.isFor(request)) {
      outcome.headers().forEach(response::setHeader);
      new OAuthFault(outcome.status(), outcome.text()).write(response);
    } else {
      OutcomeWriter.write(response, outcome);
    }
  }
}
