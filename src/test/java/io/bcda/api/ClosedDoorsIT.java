package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything that HAPI can do is closed, but for what is listed. */
class ClosedDoorsIT {
  private static final TestServer SERVER = TestServer.H2;
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");

  /** What is answered; how, and no more of it, {@link GroupsIT} tells. */
  private static final Set<String> GROUPS = Set.of("Group", "Group/", "Group?_id=1");

  /** What is answered; how, and no more of it, {@link AcoReadsIT} and {@link AcoSearchIT} tell. */
  private static final Pattern READS =
      Pattern.compile(
          "GET (Patient|Coverage|ExplanationOfBenefit)(/?|/1|\\?_id=1)"
              + "|POST (Patient|Coverage|ExplanationOfBenefit)/_search"
              + "|GET \\?_getpages=1");

  private static final List<Integer> CLOSED = List.of(403, 404, 405);

  /** An ACO without people: an empty search, one that names nothing, no such id, no such page. */
  private static final List<Integer> NOTHING_READ = List.of(200, 400, 404, 410);

  private static AcoClient client;

  @BeforeAll
  static void boot() {
    client = AcoClient.of(SERVER, "A6999");
  }

  @Test
  void givenEveryMethodThatHapiRegisters_whenAsked_thenOnlyTheListedOnesAnswer() {
    Set<String> paths = paths();
    assertThat(paths).hasSizeGreaterThan(40).contains("Patient/$expunge", "Patient/_history");
    for (String path : paths) {
      for (String method : METHODS) {
        assertClosed(method, path);
      }
    }
  }

  @Test
  void givenEveryInteractionOfFhir_whenAsked_thenClosed() {
    List<String> paths = new ArrayList<>();
    for (String type : List.of("Patient", "Coverage", "ExplanationOfBenefit", "Group", "Task")) {
      paths.addAll(
          Stream.of(
                  "",
                  "?_id=1",
                  "/1",
                  "/1/_history",
                  "/1/_history/1",
                  "/_history",
                  "/_search",
                  "/1/$everything",
                  "/$validate",
                  "/$meta",
                  "/1/Coverage",
                  "/$graphql?query=x",
                  "/$export-poll-status?_jobId=1")
              .map(type::concat)
              .toList());
    }
    paths.addAll(
        List.of(
            "",
            "?_getpages=1",
            "?_id=1",
            "_history",
            "_search",
            "$graphql",
            "$export-poll-status?_jobId=1",
            "$process-message",
            "Binary/1",
            "Bundle",
            "SearchParameter",
            "OperationDefinition",
            "metadata/x",
            "Patient/1/$export",
            "Patient/$export/1",
            "Group/all/$export/1",
            "Group/all/1/$export",
            "Coverage/$export",
            "ExplanationOfBenefit/$export"));
    paths.forEach(path -> METHODS.forEach(method -> assertClosed(method, path)));
  }

  private static void assertClosed(String method, String path) {
    if (method.equals("GET") && GROUPS.contains(path)) {
      return;
    }
    boolean reads = READS.matcher(method + " " + path).matches();
    String bearer = "Authorization: Bearer " + client.token();
    String target = "/api/v2" + (path.isEmpty() || path.startsWith("?") ? "" : "/") + path;
    String what = method + " " + target;
    Raw signedIn = Raw.send(SERVER, method, target, bearer, "Content-Length: 0");
    assertThat(signedIn.status()).as(what).isIn(reads ? NOTHING_READ : CLOSED);
    if (!method.equals("HEAD")) {
      assertThat(signedIn.text()).as(what).contains("OperationOutcome").doesNotContain("HAPI-");
    }
    Raw stranger = Raw.send(SERVER, method, target, "Content-Length: 0");
    assertThat(stranger.status()).as(what + " without a token").isEqualTo(401);
  }

  /** The paths of all methods that HAPI's providers bring, but for the listed ones. */
  private static Set<String> paths() {
    RestfulServer servlet = SERVER.bean(FhirServlet.class);
    Set<String> paths = new LinkedHashSet<>();
    servlet
        .getResourceBindings()
        .forEach(
            resource ->
                resource
                    .getMethodBindings()
                    .forEach(m -> paths.addAll(paths(resource.getResourceName(), m))));
    servlet.getServerBindings().forEach(m -> paths.addAll(paths("", m)));
    servlet
        .getPlainProviders()
        .forEach(
            provider ->
                servlet
                    .getProviderMethodBindings(provider)
                    .forEach(m -> paths.addAll(paths("Patient", m))));
    paths.removeAll(Set.of("metadata", "$export", "Patient/$export", "Group/1/$export"));
    return paths;
  }

  private static List<String> paths(String type, BaseMethodBinding method) {
    String base = type.isEmpty() ? "" : type + "/";
    if (method instanceof OperationMethodBinding operation) {
      List<String> paths = new ArrayList<>();
      if (operation.isCanOperateAtInstanceLevel()) {
        paths.add(base + "1/" + operation.getName());
      }
      if (operation.isCanOperateAtTypeLevel() || operation.isCanOperateAtServerLevel()) {
        paths.add(base + operation.getName());
      }
      return paths;
    }
    return List.of(base, base + "1", base + "_history", base + "1/_history/1");
  }
}
