package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.bench.BenchReport.Budget;
import io.bcda.harness.AcoClient;
import java.net.http.HttpResponse;

/**
 * How soon a client has the first file of an export that shows files while it runs.
 *
 * @param first seconds from the kick-off until a file was there, whole
 * @param whole seconds from the kick-off until the job was complete
 * @param percent of the people done when the file was named, counted once for each type: those of
 *     the short types are all done long before half of the time is over
 */
record FirstFile(double first, double whole, int percent) {
  private static final String ASKED = "Group/all/$export?allowPartialManifests=true";

  static FirstFile of(AcoClient client) {
    long start = System.nanoTime();
    HttpResponse<String> accepted = client.kickOff(ASKED);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String status = accepted.headers().firstValue("Content-Location").orElseThrow();
    HttpResponse<String> early = Polls.untilManifest(client, status);
    assertThat(early.statusCode()).isEqualTo(202);
    JsonNode item = AcoClient.json(early.body()).at("/output/0");
    HttpResponse<String> file = client.get(item.get("url").asText());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body().lines().count()).isEqualTo(item.get("count").asLong());
    double first = (System.nanoTime() - start) / 1e9;
    assertThat(Polls.untilEnded(client, status).statusCode()).isEqualTo(200);
    double whole = (System.nanoTime() - start) / 1e9;
    client.send("DELETE", status);
    String progress = early.headers().firstValue("X-Progress").orElseThrow();
    return new FirstFile(first, whole, Integer.parseInt(progress.replaceAll("\\D", "")));
  }

  String told() {
    return """
        With `allowPartialManifests` the first file was fetched %.1f s after the kick-off, when %d %% of
        the people were done; the job took %.1f s.
        """
        .formatted(first, percent, whole);
  }

  Budget budget(String title) {
    return new Budget(
        title + ": the first file before half of the job's time is over",
        "%.1f of %.1f s".formatted(first, whole),
        first < whole / 2);
  }
}
