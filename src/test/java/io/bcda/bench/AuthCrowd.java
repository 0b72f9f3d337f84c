package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Many clients at once. Whoever is not answered with 200 fails the benchmark. */
final class AuthCrowd {
  /** Milliseconds of each request, sorted. */
  record Times(List<Double> millis, double seconds) {
    Times {
      millis = millis.stream().sorted().toList();
    }

    /** The time within which this share of the requests was answered. */
    double within(double share) {
      return millis.get((int) Math.ceil(share * millis.size()) - 1);
    }

    double perSecond() {
      return millis.size() / seconds;
    }
  }

  private AuthCrowd() {}

  /** All requests, by so many clients, each of which sends the next when it has its answer. */
  static Times all(List<HttpRequest> requests, int clients) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Queue<HttpRequest> left = new ConcurrentLinkedQueue<>(requests);
    Queue<Double> millis = new ConcurrentLinkedQueue<>();
    long start = System.nanoTime();
    together(
        clients,
        number -> {
          for (HttpRequest next = left.poll(); next != null; next = left.poll()) {
            long sent = System.nanoTime();
            assertThat(http.send(next, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            millis.add((System.nanoTime() - sent) / 1e6);
          }
        });
    return new Times(List.copyOf(millis), (System.nanoTime() - start) / 1e9);
  }

  /** Each client connects and asks for a token in the same moment. */
  static Times burst(String url, AuthClients all, int clients) throws Exception {
    int port = URI.create(url).getPort();
    Queue<Double> millis = new ConcurrentLinkedQueue<>();
    AtomicLong start = new AtomicLong();
    CyclicBarrier gate = new CyclicBarrier(clients, () -> start.set(System.nanoTime()));
    together(
        clients,
        number -> {
          gate.await();
          assertThat(token(port, all.basic(number))).startsWith("HTTP/1.1 200");
          millis.add((System.nanoTime() - start.get()) / 1e6);
        });
    return new Times(List.copyOf(millis), (System.nanoTime() - start.get()) / 1e9);
  }

  private static String token(int port, String basic) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(60_000);
      String request =
          "POST /auth/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + ("Authorization: " + basic + "\r\nContent-Length: 0\r\n\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** What one client does. */
  @FunctionalInterface
  private interface Work {
    void run(int number) throws Exception;
  }

  private static void together(int clients, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        tasks.add(
            () -> {
              work.run(number);
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
