package io.bcda.auth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Answers requests that the firewall turned away before any chain saw them. */
class RejectedRequests implements RequestRejectedHandler {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final RequestMatcher MANAGEMENT = new ManagementPort();

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException cause)
      throws IOException {
    if (MANAGEMENT.matches(request)) {
      boolean known = METHODS.contains(request.getMethod());
      if (!known) {
        response.setHeader("Allow", "GET, HEAD, POST, PUT, DELETE");
      }
      new Problem(
              known ? 400 : 405, "The request's method, path, host or a header is not acceptable")
          .write(response);
      return;
    }
    if (!METHODS.contains(request.getMethod())) {
      response.setHeader("Allow", "GET, HEAD, POST, DELETE");
      new Outcome(
              405,
              "not-supported",
              "The server does not know this method",
              "GET /openapi.yaml names the methods of each path")
          .write(request, response);
      return;
    }
    // What exactly was found is not told: it would be the request's own text.
    new Outcome(
            400,
            "structure",
            "The request's path, host or a header is not acceptable",
            "The path must be normal: without '..', '//', ';' and encoded slashes; the host must be"
                + " that of the server's public address; headers and parameter names must not hold"
                + " control characters")
        .write(request, response);
  }
}
