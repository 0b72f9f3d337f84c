package io.bcda.bench;

import com.nimbusds.jose.JWSAlgorithm;
import io.bcda.bench.BenchReport.Budget;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** How long clients wait for tokens, and for an answer with a token, when many come at once. */
final class AuthBenchmark implements Benchmark {
  private static final int CLIENTS = 50;
  private static final int CROWD = 500;
  private static final int REQUESTS = 3_000;
  private static final int WARM_UP = 1_500;
  private static final int BURSTS = 3;
  private static final double MOST_SECONDS = 10;

  @Override
  public String name() {
    return "auth";
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public BenchReport run(Bench bench) throws Exception {
    String database = bench.database().fresh("bench_auth");
    BenchTable table =
        new BenchTable(
            1,
            "50 clients at once",
            "requests",
            "p50, ms",
            "p99, ms",
            "a second",
            "CPU, ms each",
            "PostgreSQL CPU, ms each");
    List<Budget> budgets = new ArrayList<>();
    String burst;
    try (BenchServer server = new BenchServer(bench, bench.emptied("auth"), database)) {
      AuthClients clients = new AuthClients(bench.database().at(database), server.url(), CROWD);
      HttpRequest get = get(server.url(), token(clients));
      warmUp(clients, get);
      measure(bench, server, table, "POST /auth/token, Basic", clients::bySecret);
      measure(
          bench,
          server,
          table,
          "POST /auth/token, RS384",
          number -> clients.byAssertion(JWSAlgorithm.RS384, number));
      measure(
          bench,
          server,
          table,
          "POST /auth/token, ES384",
          number -> clients.byAssertion(JWSAlgorithm.ES384, number));
      measure(bench, server, table, "GET /api/v2/jobs", number -> get);
      burst = burst(bench, server, clients, budgets);
      server.assertAlive();
    } finally {
      bench.database().drop("bench_auth");
    }
    return new BenchReport(
        "Tokens", List.of("## Many at once\n\n" + table, "## A burst\n\n" + burst), budgets);
  }

  private static void warmUp(AuthClients clients, HttpRequest get) throws Exception {
    AuthCrowd.all(requests(WARM_UP, clients::bySecret), CLIENTS);
    AuthCrowd.all(
        requests(WARM_UP / 2, number -> clients.byAssertion(JWSAlgorithm.RS384, number)), CLIENTS);
    AuthCrowd.all(
        requests(WARM_UP / 2, number -> clients.byAssertion(JWSAlgorithm.ES384, number)), CLIENTS);
    AuthCrowd.all(requests(WARM_UP, number -> get), CLIENTS);
  }

  /** Made before anything is measured: a client's signing is not the server's work. */
  private static List<HttpRequest> requests(int count, IntFunction<HttpRequest> request) {
    return IntStream.range(0, count).mapToObj(request).toList();
  }

  private static void measure(
      Bench bench,
      BenchServer server,
      BenchTable table,
      String what,
      IntFunction<HttpRequest> request)
      throws Exception {
    List<HttpRequest> requests = requests(REQUESTS, request);
    Duration cpu = server.cpu();
    var databaseCpu = bench.database().cpu();
    AuthCrowd.Times times = AuthCrowd.all(requests, CLIENTS);
    double each = server.cpu().minus(cpu).toMillis() / (double) REQUESTS;
    var databaseEach =
        databaseCpu.flatMap(
            before ->
                bench
                    .database()
                    .cpu()
                    .map(after -> after.minus(before).toMillis() / (double) REQUESTS));
    bench.say("%s: p50 %.0f, p99 %.0f ms".formatted(what, times.within(0.5), times.within(0.99)));
    table.row(
        what,
        String.valueOf(REQUESTS),
        BenchTable.number(times.within(0.5)),
        BenchTable.number(times.within(0.99)),
        BenchTable.number(times.perSecond()),
        BenchTable.number(each),
        BenchTable.number(databaseEach));
  }

  private static String burst(
      Bench bench, BenchServer server, AuthClients clients, List<Budget> budgets) throws Exception {
    BenchTable table = new BenchTable(1, "burst", "clients", "p50, s", "p99, s", "all served, s");
    double worst = 0;
    for (int i = 1; i <= BURSTS; i++) {
      AuthCrowd.Times times = AuthCrowd.burst(server.url(), clients, CROWD);
      bench.say("burst: all served in %.1f s".formatted(times.seconds()));
      worst = Math.max(worst, times.seconds());
      table.row(
          String.valueOf(i),
          String.valueOf(CROWD),
          BenchTable.number(times.within(0.5) / 1000),
          BenchTable.number(times.within(0.99) / 1000),
          BenchTable.number(times.seconds()));
    }
    budgets.add(
        new Budget(
            "%d clients that ask for a token in one moment are all served within %.0f s"
                .formatted(CROWD, MOST_SECONDS),
            "%.1f s, the longest of %d".formatted(worst, BURSTS),
            worst <= MOST_SECONDS));
    return table.toString() + "\nLoad of the machine at the end: " + load() + ".";
  }

  /** Other work on the machine tells here; in runnable tasks over 1, 5 and 15 minutes. */
  private static String load() throws Exception {
    Path load = Path.of("/proc/loadavg");
    return Files.exists(load) ? Files.readString(load).strip() : "unknown";
  }

  private static String token(AuthClients clients) throws Exception {
    String answer =
        HttpClient.newHttpClient().send(clients.bySecret(0), BodyHandlers.ofString()).body();
    return io.bcda.harness.AcoClient.json(answer).get("access_token").asText();
  }

  private static HttpRequest get(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url + "/api/v2/jobs"))
        .header("Authorization", "Bearer " + token)
        .build();
  }
}
