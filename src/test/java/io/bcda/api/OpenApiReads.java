package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.bcda.auth.ClientStore;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestWorld;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** For each answer to a read or search that the description names, a request that meets it. */
final class OpenApiReads {
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String PAGES = "/api/v2";
  private static final String NO_PAGE = PAGES + "?_getpages=x";

  /** As many as a client may have under way at once (bcda.reads.at-once). */
  private static final int AT_ONCE = 8;

  private final OpenApiScene scene;

  OpenApiReads(OpenApiScene scene) {
    this.scene = scene;
  }

  void into(Map<String, Supplier<Raw>> own) {
    String person = scene.ids().get("patient");
    searches(own, "Patient", "_id=" + person, "identifier=" + scene.ids().get("mbi"));
    searches(own, "Coverage", "beneficiary=" + person, "beneficiary=Patient/" + person);
    searches(own, "ExplanationOfBenefit", "patient=" + person, "_id=e-" + person);
    reads(own, "Patient", person);
    reads(own, "Coverage", scene.ids().get("coverage"));
    reads(own, "ExplanationOfBenefit", scene.ids().get("claim"));
    pages(own, "/api/v2/ExplanationOfBenefit?_count=1&patient=" + person);
  }

  private void searches(Map<String, Supplier<Raw>> own, String type, String query, String posted) {
    String base = "/api/v2/" + type;
    String form = base + "/_search";
    own.put("GET " + base + " 200", () -> found(get(base + "?" + query, scene.token())));
    own.put("GET " + base + " 429", () -> busy("GET", base + "?" + query));
    own.put("POST " + form + " 200", () -> found(post(form, posted, FORM)));
    own.put("POST " + form + " 400", () -> post(form, "_nothing=1", FORM));
    own.put("POST " + form + " 413", () -> post(form, "", FORM, "Content-Length: 99999999"));
    own.put("POST " + form + " 415", () -> post(form, posted, FORM, "Content-Encoding: gzip"));
    own.put("POST " + form + " 429", () -> busy("POST", form));
  }

  /** An empty page would be 200 as well. */
  private static Raw found(Raw answer) {
    assertThat(AcoClient.json(answer.text()).at("/entry")).as(answer.text()).isNotEmpty();
    return answer;
  }

  private void reads(Map<String, Supplier<Raw>> own, String type, String id) {
    String base = "/api/v2/" + type;
    String one = "GET " + base + "/{id}";
    own.put(one + " 304", () -> scene.again(base + "/" + id));
    own.put(
        one + " 410",
        () -> {
          String gone = base + "/" + scene.made(type);
          assertThat(scene.write("DELETE", gone, "").status()).isEqualTo(200);
          return get(gone, OpenApiScene.bearer(scene.writer().token()));
        });
    own.put(one + " 429", () -> busy("GET", base + "/" + id));
  }

  private void pages(Map<String, Supplier<Raw>> own, String search) {
    String page = "GET " + PAGES;
    own.put(
        page + " 200",
        () -> {
          Raw first = get(search, scene.token());
          String next = SearchPage.link(AcoClient.json(first.text()), "next").orElseThrow();
          return found(get(next.substring(next.indexOf(PAGES)), scene.token()));
        });
    own.put(page + " 400", () -> get(NO_PAGE + "&_nothing=1", scene.token()));
    own.put(page + " 410", () -> get(NO_PAGE, scene.token()));
    own.put(page + " 429", () -> busy("GET", NO_PAGE));
  }

  private Raw get(String target, String who) {
    return scene.send("GET", target, "", who);
  }

  private Raw post(String target, String form, String... headers) {
    String[] all =
        Stream.concat(Stream.of(scene.token()), Stream.of(headers)).toArray(String[]::new);
    return scene.send("POST", target, form, all);
  }

  /** By a client that has as much under way as it may. */
  private Raw busy(String method, String target) {
    TestWorld world = new TestWorld(scene.server());
    String token = OpenApiScene.bearer(world.client().token());
    String id = scene.server().bean(ClientStore.class).ofAco(world.aco()).get(0).id();
    ReadPace pace = scene.server().bean(ReadPace.class);
    List<ServletRequestDetails> running =
        Stream.generate(ServletRequestDetails::new).limit(AT_ONCE).toList();
    running.forEach(one -> pace.enter(id, one));
    try {
      return scene.send(method, target, "", token, FORM);
    } finally {
      running.forEach(pace::leave);
    }
  }
}
