package io.bcda.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * Why a request of an operator is not served, as RFC 9457 writes it. Without a type: then the title
 * is that of the status (section 4.2.1).
 *
 * @param detail a sentence that helps; never the request's own text
 * @param more further members, by name
 */
public record Problem(int status, String detail, Map<String, Object> more) {
  public static final String MEDIA_TYPE = "application/problem+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  public Problem {
    more = Map.copyOf(more);
  }

  public Problem(int status, String detail) {
    this(status, detail, Map.of());
  }

  /** Writes it as the whole answer. Nothing happens once the answer has begun. */
  public void write(HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    byte[] body = bytes();
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(MEDIA_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  public byte[] bytes() throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    HttpStatus known = HttpStatus.resolve(status);
    json.put("title", known == null ? "Error" : known.getReasonPhrase());
    json.put("status", status);
    json.put("detail", detail);
    json.putAll(more);
    return JSON.writeValueAsBytes(json);
  }
}
