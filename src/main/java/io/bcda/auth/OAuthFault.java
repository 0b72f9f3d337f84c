package io.bcda.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error below {@code /auth} that none of OAuth's own endpoints made: of a filter, the firewall
 * or the container. All of these paths speak OAuth's JSON (RFC 6749 section 5.2), so that a client
 * has one form to read there.
 *
 * @param description what is wrong; null for nothing more than the code
 */
public record OAuthFault(int status, @Nullable String description) {
  public static final String MEDIA_TYPE = "application/json";
  private static final String PLACE = "/auth/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Whether a request is for one of those paths; the one that failed, if this is its error page.
   */
  public static boolean isFor(HttpServletRequest request) {
    Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    Object path = failed == null ? request.getRequestURI() : failed;
    return path != null && path.toString().startsWith(PLACE);
  }

  /** Writes it as the whole answer. Nothing happens once the answer has begun. */
  public void write(HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    byte[] body = bytes();
    response.resetBuffer();
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(MEDIA_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  public byte[] bytes() {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("error", code());
    if (description != null) {
      json.put("error_description", description);
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings are always JSON", e);
    }
  }

  /** RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1. */
  private String code() {
    return switch (status) {
      case 401 -> "invalid_token";
      case 403 -> "access_denied";
      case 429, 503 -> "temporarily_unavailable";
      default -> status < 500 ? "invalid_request" : "server_error";
    };
  }
}
