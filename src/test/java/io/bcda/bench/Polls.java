package io.bcda.bench;

import static org.awaitility.Awaitility.await;

import io.bcda.harness.AcoClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;

/** Asks for the status of a job ten times a second. */
final class Polls {
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration PACE = Duration.ofMillis(100);

  private Polls() {}

  /** The first answer that is no 202. */
  static HttpResponse<String> untilEnded(AcoClient client, String statusUrl) {
    return until(client, statusUrl, answer -> answer.statusCode() != 202);
  }

  /** The first answer with a body. */
  static HttpResponse<String> untilManifest(AcoClient client, String statusUrl) {
    return until(client, statusUrl, answer -> !answer.body().isEmpty());
  }

  private static HttpResponse<String> until(
      AcoClient client, String statusUrl, Predicate<HttpResponse<String>> wanted) {
    return await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(PACE)
        .until(() -> client.get(statusUrl), wanted);
  }
}
