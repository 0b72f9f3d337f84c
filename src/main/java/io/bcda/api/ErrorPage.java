package io.bcda.api;

import io.bcda.auth.OAuthFault;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where the container sends what failed before or beside the servlets: filters, no mapping. */
@Controller
class ErrorPage implements ErrorController {
  private final OutcomeMapping mapping;

  ErrorPage(OutcomeMapping mapping) {
    this.mapping = mapping;
  }

  @RequestMapping("${server.error.path:/error}")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object error = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // Asked for directly, the page is no page.
    int status = code instanceof Integer i && i >= 400 ? i : 404;
    // With less than 500 the container blames the client, as for half a body: no fault of ours.
    Outcome outcome =
        error instanceof Throwable t && status >= 500 ? mapping.of(t) : mapping.of(status);
    if (OAuthFault.isFor(request)) {
      outcome.headers().forEach(response::setHeader);
      new OAuthFault(outcome.status(), null).write(response);
    } else {
      OutcomeWriter.write(response, outcome);
    }
  }
}
