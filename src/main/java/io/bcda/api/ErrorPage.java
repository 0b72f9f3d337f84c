package io.bcda.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where the container sends what failed before or beside the servlets: filters, no mapping. */
@Controller
class ErrorPage implements ErrorController {
  /** A percent sign that begins no octet (RFC 3986 section 2.1). */
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

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
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    if (path != null && BROKEN_ESCAPE.matcher(path.toString()).find()) {
      status = 400; // behind a semicolon the container does not look, and Spring's parser breaks
    }
    // With less than 500 the container blames the client, as for half a body: no fault of ours.
    Outcome outcome =
        error instanceof Throwable t && status >= 500
            ? mapping.of(t)
            : OutcomeMapping.ofStatus(status);
    if (path != null && path.toString().startsWith("/auth/")) {
      writeOAuth(response, outcome.status());
    } else {
      OutcomeWriter.write(response, outcome);
    }
  }

  /** RFC 6749 section 5.2: the token endpoints speak OAuth's JSON. */
  private static void writeOAuth(HttpServletResponse response, int status) throws IOException {
    String error = status < 500 ? "invalid_request" : "server_error";
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/json");
    response
        .getOutputStream()
        .write(("{\"error\":\"" + error + "\"}").getBytes(StandardCharsets.UTF_8));
  }
}
