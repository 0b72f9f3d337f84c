package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class LimitedBodyTest {

  @Test
  void givenABodyUpToTheLimit_whenRead_thenWhole() throws IOException {
    assertThat(new LimitedBody(body(10), 10).getInputStream().readAllBytes()).hasSize(10);
    assertThat(new LimitedBody(body(3), 10).getReader().readLine()).hasSize(3);
  }

  @Test
  void givenALongerBody_whenAnnounced_then413AtOnce() {
    assertFault(() -> new LimitedBody(body(11), 10));
  }

  @Test
  void givenALongerBodyInChunks_whenRead_then413OnceItIsTooLong() {
    assertFault(() -> new LimitedBody(inChunks(11), 10).getInputStream().readAllBytes());
    assertFault(() -> new LimitedBody(inChunks(11), 10).getReader().readLine());
  }

  private static void assertFault(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(HttpFault.class, f -> assertThat(f.status()).isEqualTo(413));
  }

  private static HttpServletRequest body(int length) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent("x".repeat(length).getBytes());
    return request;
  }

  /** Without a length, as a chunked request has none. */
  private static HttpServletRequest inChunks(int length) {
    return new HttpServletRequestWrapper(body(length)) {
      @Override
      public long getContentLengthLong() {
        return -1;
      }
    };
  }
}
