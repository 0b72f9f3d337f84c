package io.bcda.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Sends a server made-up requests, thousands of them, and looks at each answer. Round n of a run is
 * repeatable: its seed is the run's plus n, and whatever fails names it. In the build a run has a
 * few hundred rounds from seed 1; with {@code -Dbcda.fuzz.http-seconds=900} it goes on for that
 * time from a seed of its own, or from {@code -Dbcda.fuzz.seed}.
 */
public final class HttpFuzz {
  private static final int ROUNDS = 400;
  private static final Duration LONGER =
      Duration.ofSeconds(Long.getLong("bcda.fuzz.http-seconds", 0));
  private static final int PATIENCE = 30_000;
  private final int port;
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  /**
   * @param port on loopback
   */
  public HttpFuzz(int port) {
    this.port = port;
  }

  /** Makes a request of chance alone. */
  @FunctionalInterface
  public interface Requests {
    byte[] next(Random random);
  }

  /** Looks at an answer. */
  @FunctionalInterface
  public interface Answers {
    void look(String request, Answer answer);
  }

  /**
   * What came back.
   *
   * @param status 0 if the connection was ended without an answer
   * @param head the status line and the headers
   * @param rest the body, and whatever answers to the rest of the request followed it
   */
  public record Answer(int status, String head, String rest) {
    /** Whether a header line is there, in these very letters. */
    public boolean has(String header) {
      return head.contains("\r\n" + header);
    }
  }

  /** Runs all rounds; the statuses that were seen, and how often. */
  public Map<Integer, Integer> run(String name, Requests requests, Answers answers) {
    long seed =
        Long.getLong("bcda.fuzz.seed", LONGER.isZero() ? 1 : System.nanoTime() % 1_000_000_000);
    long start = System.nanoTime();
    int round = 0;
    while (round < ROUNDS || System.nanoTime() - start < LONGER.toNanos()) {
      round(seed + round, requests, answers);
      round++;
    }
    System.out.printf("[fuzz] %s: seeds %d to %d, %s%n", name, seed, seed + round - 1, statuses);
    return statuses;
  }

  private void round(long seed, Requests requests, Answers answers) {
    byte[] request = requests.next(new Random(seed));
    String text = new String(request, StandardCharsets.ISO_8859_1);
    String what = "seed " + seed + ":\n" + text.substring(0, Math.min(text.length(), 4000));
    try {
      Answer answer = send(request, seed);
      statuses.merge(answer.status, 1, Integer::sum);
      assertThat(answer.status).isNotEqualTo(500).isNotEqualTo(503).isNotEqualTo(502);
      assertThat(answer.head + answer.rest)
          .doesNotContain("\tat ", "Exception", "HAPI-", "HTTP/1.1 500");
      if (!answer.rest.contains("<title>BCDA server</title>")) { // a broken line may ask for it
        assertThat(answer.rest).doesNotContain("<html", "<HTML");
      }
      answers.look(text, answer);
    } catch (AssertionError | IOException e) {
      throw new AssertionError(e.getMessage() + "\n" + what, e);
    }
  }

  /** Each round comes from an address of its own, so that none is throttled for another. */
  private Answer send(byte[] request, long seed) throws IOException {
    byte[] from = {127, (byte) (1 + (seed >> 16 & 0x3f)), (byte) (seed >> 8), (byte) (seed | 1)};
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE);
      socket.setSoTimeout(PATIENCE);
      return parsed(exchanged(socket, request));
    }
  }

  /** All that comes; a server may end the connection before it has read all. */
  private static String exchanged(Socket socket, byte[] request) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      socket.shutdownOutput(); // a body that is shorter than was said ends here
    } catch (IOException e) {
      // What was answered by then is looked at.
    }
    try {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[16_384];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        answer.write(buffer, 0, n);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no answer within " + PATIENCE + " ms", e);
    } catch (IOException e) {
      // Reset: it does not want the rest.
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private static Answer parsed(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, text, "");
    }
    return new Answer(
        Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
  }
}
