package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.admin.Commands;
import io.bcda.bench.ExportContestant.Exported;
import io.bcda.harness.AcoClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An ACO of a server under test, with its program. */
final class BenchAco {
  private static final Pattern CLIENT =
      Pattern.compile("Client id: +(\\S+)\\s+Client secret: (\\S+)");

  private final Bench bench;
  private final LoadingContestant store;
  private final Statements statements;
  private final String id;
  private final String secret;

  /** Makes the ACO and credentials for its program. */
  BenchAco(Bench bench, LoadingContestant store, String aco) {
    this.bench = bench;
    this.store = store;
    this.statements = new Statements(store.db());
    command("aco", "create", aco, "--model", "SSP");
    Matcher made = CLIENT.matcher(command("client", "create", "--aco", aco));
    assertThat(made.find()).isTrue();
    this.id = made.group(1);
    this.secret = made.group(2);
  }

  private String command(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(store.server().settings());
    args.add("--spring.datasource.username=" + bench.settings().user());
    args.add("--spring.datasource.password=" + bench.settings().password());
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = new Commands(Clock.systemUTC(), Map.of()).run(args.toArray(String[]::new), out, out);
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    return said.toString(StandardCharsets.UTF_8);
  }

  /** Its program, with a fresh token. */
  AcoClient client() {
    return AcoClient.at(store.server().url(), id, secret);
  }

  /**
   * Exports, from the kick-off to the manifest.
   *
   * @param path of the kick-off below the FHIR base, with its query
   */
  Exported export(String path) throws IOException {
    AcoClient client = client();
    store.server().peakHeap();
    statements.reset();
    Optional<Duration> databaseCpu = bench.database().cpu();
    Duration cpu = store.server().cpu();
    long start = System.nanoTime();
    HttpResponse<String> accepted = client.kickOff(path);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String statusUrl = accepted.headers().firstValue("Content-Location").orElseThrow();
    JsonNode manifest = manifest(client, statusUrl);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Duration used = store.server().cpu().minus(cpu);
    Optional<Duration> databaseUsed =
        databaseCpu.flatMap(b -> bench.database().cpu().map(after -> after.minus(b)));
    Optional<Long> calls = statements.calls();
    Measured measured =
        new Measured(
            Exported.sum(manifest, "/count"),
            Exported.sum(manifest, "/extension/fileSize"),
            time,
            used,
            databaseUsed,
            store.server().peakHeap());
    return new Exported(statusUrl, manifest, measured, calls);
  }

  /** Takes the files of an export away again. */
  void delete(Exported exported) {
    assertThat(client().send("DELETE", exported.statusUrl()).statusCode()).isEqualTo(202);
  }

  private static JsonNode manifest(AcoClient client, String statusUrl) {
    HttpResponse<String> answer = Polls.untilEnded(client, statusUrl);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return AcoClient.json(answer.body());
  }
}
