package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever is asked of whichever public path, an error has the one form of its path, comes with the
 * headers of its status, and tells neither what the server is made of nor what was sent.
 */
class ErrorsIT {
  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "PROPFIND",
          "get",
          ErrorForm.PLANT);

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenEveryMethodAndToken_whenEachPathIsAsked_thenErrorsAreInForm(TestServer server) {
    ErrorCrawl crawl = new ErrorCrawl(server);
    List<String> tokens =
        List.of(
            "",
            "Authorization: Bearer " + ErrorForm.PLANT,
            bearer(server),
            "Authorization: Bearer " + FhirWriter.of(server).token());
    for (String path : paths()) {
      for (String method : METHODS) {
        tokens.forEach(token -> crawl.ask(method, path, token, "Content-Length: 0"));
      }
    }
    assertThat(crawl.findings()).isEmpty();
    assertThat(crawl.statuses().keySet()).contains(400, 401, 403, 404, 405);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOddHeaders_whenEachPathIsAsked_thenErrorsAreInForm(TestServer server) {
    ErrorCrawl crawl = new ErrorCrawl(server);
    String aco = bearer(server);
    String system = "Authorization: Bearer " + FhirWriter.of(server).token();
    for (String line : PublicPaths.all()) {
      String[] parts = line.split(" ");
      String token = List.of("POST", "PUT").contains(parts[0]) ? system : aco;
      for (String odd : OddRequests.headers()) {
        crawl.ask(parts[0], parts[1], odd.startsWith("Authorization") ? "" : token, odd);
      }
      OddRequests.manyHeaders().forEach(odd -> crawl.ask(parts[0], parts[1], token, odd));
    }
    assertThat(crawl.findings()).isEmpty();
    assertThat(crawl.statuses().keySet()).contains(400, 401, 404, 413, 415, 417, 501);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOddTargets_whenEachPathIsAsked_thenErrorsAreInForm(TestServer server) {
    ErrorCrawl crawl = new ErrorCrawl(server);
    String aco = bearer(server);
    for (String path : paths()) {
      for (String target : OddRequests.targets(path)) {
        crawl.ask("GET", target, aco, "Accept: application/fhir+json", "Prefer: respond-async");
      }
    }
    assertThat(crawl.findings()).isEmpty();
    assertThat(crawl.statuses().keySet()).contains(400, 403, 404, 405, 414);
  }

  private static List<String> paths() {
    return PublicPaths.all().stream().map(line -> line.split(" ")[1]).distinct().toList();
  }

  /** Of an ACO without attribution, so that no request of it starts anything. */
  private static String bearer(TestServer server) {
    return "Authorization: Bearer " + new TestWorld(server).client().token();
  }
}
