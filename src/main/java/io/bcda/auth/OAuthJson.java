package io.bcda.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers of the OAuth endpoints. They are never stored: RFC 6749 section 5.1. */
final class OAuthJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OAuthJson() {}

  static void write(HttpServletResponse response, int status, Map<String, ?> body)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Pragma", "no-cache");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  /** RFC 6749 section 5.2. */
  static void error(
      HttpServletResponse response, int status, String code, @Nullable String description)
      throws IOException {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error", code);
    if (description != null) {
      body.put("error_description", description);
    }
    write(response, status, body);
  }
}
