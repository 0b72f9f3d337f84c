package io.bcda.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that cost the client nothing must not cost the server much. */
class SlowClientsIT {
  private static final String WHOLE = "GET /whence HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static SmallServer server;

  @BeforeAll
  static void start() {
    server =
        SmallServer.start(
            "bcda.header-timeout=1s",
            "server.tomcat.connection-timeout=2s",
            "server.tomcat.max-connections=20");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Each byte comes well within the connection's own timeout. */
  @Test
  void givenAHeadThatTrickles_whenItsTimeIsOver_thenTheConnectionIsClosed() throws IOException {
    try (Socket socket = connect()) {
      long begin = System.nanoTime();
      write(socket, "GET /whence HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      Awaitility.await()
          .pollInterval(Duration.ofMillis(100))
          .atMost(Duration.ofSeconds(20))
          .until(() -> isClosedOnTheNextByte(socket));
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET", "GET /whence HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: local"})
  void givenSilence_whenTheTimeIsOver_thenTheConnectionIsClosed(String sent) throws IOException {
    try (Socket socket = connect()) {
      write(socket, sent);
      socket.setSoTimeout(20_000);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** The time begins anew with each request, and does not run while a client pauses between two. */
  @Test
  void givenAConnection_whenItServesRequestsForLongerThanAHeadMayTake_thenItStays()
      throws IOException {
    try (Socket socket = connect()) {
      long end = System.nanoTime() + Duration.ofMillis(2500).toNanos();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                write(socket, WHOLE.substring(0, 20));
                write(socket, WHOLE.substring(20));
                assertThat(answer(socket)).startsWith("HTTP/1.1 200");
                return System.nanoTime() > end;
              });
    }
  }

  @Test
  void givenAsManySlowConnectionsAsMayBe_whenTheirTimeIsOver_thenOthersAreServed()
      throws IOException {
    Socket[] slow = new Socket[20];
    try {
      for (int i = 0; i < slow.length; i++) {
        slow[i] = connect();
        write(slow[i], "GET /");
      }
      try (Socket socket = connect()) {
        write(socket, WHOLE);
        assertThat(answer(socket)).startsWith("HTTP/1.1 200");
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static boolean isClosedOnTheNextByte(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Up to the end of the last chunk. */
  private static String answer(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (text.indexOf("\r\n0\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return text.toString();
      }
      text.append((char) next);
    }
    return text.toString();
  }
}
