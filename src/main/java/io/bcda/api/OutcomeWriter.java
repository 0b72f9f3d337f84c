package io.bcda.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes an outcome as the whole answer, where no converter of Spring's is at hand. */
final class OutcomeWriter {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private OutcomeWriter() {}

  /** Replaces the body prepared so far. Nothing happens once the answer has begun. */
  static void write(HttpServletResponse response, Outcome outcome) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(outcome.status());
    outcome.headers().forEach(response::setHeader);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(Outcome.MEDIA_TYPE);
    byte[] body = bytes(outcome);
    response.setContentLength(body.length);
    try {
      response.getOutputStream().write(body);
    } catch (IllegalStateException e) { // HAPI had begun to write text, in the same encoding
      response.getWriter().write(new String(body, StandardCharsets.UTF_8));
    }
  }

  static byte[] bytes(Outcome outcome) {
    try {
      return JSON.writeValueAsString(outcome.json()).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and strings are always JSON", e);
    }
  }
}
