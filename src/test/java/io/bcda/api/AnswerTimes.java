package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.UUID;

/** How long answers about another's things take, beside answers about things that nobody has. */
final class AnswerTimes {
  private static final int REQUESTS = 200;
  private static final int ROUNDS = 3;
  private static final long ALLOWED = 2_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String token;
  private final String job;
  private final String file;

  /**
   * @param token of an ACO whose it is not
   * @param job what stands for {@code {job}} in a path: an id that is another's
   */
  AnswerTimes(String base, String token, String job, String file) {
    this.base = base;
    this.token = token;
    this.job = job;
    this.file = file;
  }

  /**
   * Medians within a tenth or 2 ms of each other, in one of three rounds: a busy machine may spoil
   * a round, but what takes longer by its nature does so in each.
   */
  void assertAlike(String method, String path) {
    long[] medians = {};
    for (int round = 0; round < ROUNDS; round++) {
      medians = medians(method, path);
      if (areAlike(medians)) {
        return;
      }
    }
    assertThat(areAlike(medians))
        .as("%s %s: foreign %,d ns, unknown %,d ns", method, path, medians[0], medians[1])
        .isTrue();
  }

  private static boolean areAlike(long[] medians) {
    long apart = Math.abs(medians[0] - medians[1]);
    return apart <= ALLOWED || apart <= Math.min(medians[0], medians[1]) / 10;
  }

  private long[] medians(String method, String path) {
    long[] foreign = new long[REQUESTS];
    long[] unknown = new long[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      String nobodys = UUID.randomUUID().toString();
      if (i % 2 == 0) {
        foreign[i] = time(method, path, job);
        unknown[i] = time(method, path, nobodys);
      } else {
        unknown[i] = time(method, path, nobodys);
        foreign[i] = time(method, path, job);
      }
    }
    return new long[] {median(foreign), median(unknown)};
  }

  private static long median(long[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }

  private long time(String method, String path, String id) {
    String target = base + path.replace("{job}", id).replace("{file}", file);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(target))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    long start = System.nanoTime();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
      long end = System.nanoTime();
      assertThat(status).isEqualTo(path.contains("?") ? 200 : 404); // a search finds nothing
      return end - start;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
