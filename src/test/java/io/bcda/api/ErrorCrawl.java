package io.bcda.api;

import io.bcda.harness.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends a server requests as they stand, and keeps what is wrong with the errors it answers. */
final class ErrorCrawl {
  private final int port;
  private final ErrorForm form = new ErrorForm();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();

  ErrorCrawl(TestServer server) {
    this.port = URI.create(server.url()).getPort();
  }

  /** Each header is a line; a Host is sent beside them. */
  void ask(String method, String target, String... headers) {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    request.append("Host: localhost\r\nConnection: close\r\n");
    for (String header : headers) {
      if (!header.isEmpty()) {
        request.append(header).append("\r\n");
      }
    }
    look(method, target, request.append("\r\n").toString());
  }

  /** Sends a request with its last bytes and looks at the answer; 0 stands for none. */
  private void look(String method, String target, String request) {
    String answer = exchanged(request);
    if (!answer.startsWith("HTTP/1.1 ") || !answer.contains("\r\n\r\n")) {
      statuses.merge(0, 1, Integer::sum);
      return;
    }
    Raw raw = parsed(answer);
    statuses.merge(raw.status(), 1, Integer::sum);
    List<String> faults = form.faults(method, target, raw);
    if (!faults.isEmpty()) {
      String told = request.replaceAll("Bearer eyJ\\S+", "Bearer ...");
      String sent = told.substring(0, Math.min(400, told.length()));
      findings.add("%d %s to%n%s".formatted(raw.status(), faults, sent.strip()));
    }
  }

  private static Raw parsed(String answer) {
    try {
      return Raw.parse(answer.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From an address of its own, so that whoever is throttled for it is nobody else. */
  private String exchanged(String request) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.77.0.1"), 0));
      socket.connect(new InetSocketAddress("127.0.0.1", port), 30_000);
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput(); // a body that is shorter than was said ends here
      socket.getInputStream().transferTo(answer);
    } catch (IOException e) {
      // Ended before all was read, or reset after the answer; what came by then is looked at.
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  /** How often which status was answered. */
  Map<Integer, Integer> statuses() {
    return statuses;
  }

  List<String> findings() {
    return findings;
  }
}
