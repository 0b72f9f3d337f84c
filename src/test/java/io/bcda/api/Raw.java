package io.bcda.api;

import io.bcda.harness.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An answer read from the wire as it came, to a request written as it stands: no client in between
 * that would mend either.
 */
record Raw(int status, Map<String, String> headers, byte[] body) {

  /** Sends a request with {@code Connection: close}; a line per header. */
  static Raw send(TestServer server, String method, String target, String... headers) {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    request.append("Host: localhost\r\nConnection: close\r\n");
    Arrays.stream(headers).forEach(h -> request.append(h).append("\r\n"));
    return exchange(server, request.append("\r\n").toString());
  }

  /** Sends these very characters. */
  static Raw exchange(TestServer server, String text) {
    return exchange(URI.create(server.url()).getPort(), text);
  }

  /** Sends these very characters to a port of this machine. */
  static Raw exchange(int port, String text) {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return parse(socket.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends these very characters, and that there are no more. */
  static Raw ended(TestServer server, String text) {
    return from("127.0.0.1", server, text);
  }

  /** The same from another address of this machine. */
  static Raw from(String address, TestServer server, String text) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(address, 0));
      socket.connect(new InetSocketAddress("127.0.0.1", URI.create(server.url()).getPort()));
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return parse(socket.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer's bytes, taken apart; there is a whole head. */
  static Raw parse(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    byte[] body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
    boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
    return new Raw(
        Integer.parseInt(lines[0].split(" ")[1]), headers, chunked ? dechunked(body) : body);
  }

  private static byte[] dechunked(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = new java.io.ByteArrayInputStream(body);
    while (true) {
      StringBuilder size = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        size.append((char) c);
      }
      int n = Integer.parseInt(size.toString().strip(), 16);
      if (n == 0) {
        return out.toByteArray();
      }
      out.write(in.readNBytes(n));
      in.skipNBytes(2);
    }
  }

  /** Null if there is no such header. */
  String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
