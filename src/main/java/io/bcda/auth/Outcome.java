package io.bcda.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * An OperationOutcome with one error, written where no FHIR machinery is at hand; below {@code
 * /auth} in OAuth's form.
 *
 * @param code of the value set issue-type
 * @param text what is wrong
 * @param diagnostics what to do about it
 */
record Outcome(int status, String code, String text, String diagnostics) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Outcome login(String text) {
    return new Outcome(
        401,
        "login",
        text,
        "Get a token from POST /auth/token and send it as 'Authorization: Bearer TOKEN'; a token"
            + " is good for a limited time");
  }

  static Outcome forbidden(String text, String diagnostics) {
    return new Outcome(403, "forbidden", text, diagnostics);
  }

  static Outcome notFound() {
    return new Outcome(
        404,
        "not-found",
        "There is nothing at this path",
        "The FHIR base is /api/v2; GET /openapi.yaml describes every path");
  }

  void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    if (OAuthFault.isFor(request)) {
      new OAuthFault(status, text).write(response);
      return;
    }
    byte[] bytes =
        JSON.writeValueAsBytes(
            Map.of(
                "resourceType",
                "OperationOutcome",
                "issue",
                List.of(
                    Map.of(
                        "severity",
                        "error",
                        "code",
                        code,
                        "details",
                        Map.of("text", text),
                        "diagnostics",
                        diagnostics))));
    response.setStatus(status);
    response.setContentType("application/fhir+json;charset=UTF-8");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
