package io.bcda.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A way to the server for one GET; it breaks after so many bytes of the answer. */
public final class BrokenWire implements AutoCloseable {
  private static final String END_OF_HEAD = "\r\n\r\n";
  private final ServerSocket door;
  private final CompletableFuture<Void> relay;

  private BrokenWire(ServerSocket door, CompletableFuture<Void> relay) {
    this.door = door;
    this.relay = relay;
  }

  /**
   * @param bytes of the answer, its headers among them
   */
  public static BrokenWire to(TestServer server, int bytes) throws IOException {
    int port = URI.create(server.url()).getPort();
    ServerSocket door = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    return new BrokenWire(door, CompletableFuture.runAsync(() -> pass(door, port, bytes)));
  }

  private static void pass(ServerSocket door, int port, int bytes) {
    try (Socket client = door.accept();
        Socket server = new Socket("localhost", port)) {
      OutputStream request = server.getOutputStream();
      request.write(head(client.getInputStream()));
      client.getOutputStream().write(server.getInputStream().readNBytes(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf(END_OF_HEAD, head.length() - END_OF_HEAD.length()) < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("no whole request");
      }
      head.append((char) c);
    }
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** {@code http://127.0.0.1:port}, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /** Fails if the server did not answer. */
  @Override
  public void close() throws IOException {
    door.close();
    relay.join();
  }
}
