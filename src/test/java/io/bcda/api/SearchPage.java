package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page of a search as a client reads it.
 *
 * @param ids of the matches, in their order
 * @param next where the next page is
 */
record SearchPage(JsonNode bundle, List<String> ids, Optional<String> next) {

  /** Reads an answer, which must be a searchset of matches without a total. */
  static SearchPage of(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode bundle = AcoClient.json(answer.body());
    assertThat(bundle.at("/resourceType").asText()).isEqualTo("Bundle");
    assertThat(bundle.at("/type").asText()).isEqualTo("searchset");
    assertThat(bundle.has("total")).as(answer.body()).isFalse();
    List<String> ids = new ArrayList<>();
    for (JsonNode entry : bundle.path("entry")) {
      if (entry.at("/search/mode").asText().equals("match")) {
        ids.add(entry.at("/resource/id").asText());
      }
    }
    return new SearchPage(bundle, ids, link(bundle, "next"));
  }

  static Optional<String> link(JsonNode bundle, String relation) {
    for (JsonNode link : bundle.path("link")) {
      if (link.get("relation").asText().equals(relation)) {
        return Optional.of(link.get("url").asText());
      }
    }
    return Optional.empty();
  }

  /** The ids of this and all further pages, each as often as it came. */
  List<String> all(AcoClient client) {
    List<String> all = new ArrayList<>(ids);
    for (SearchPage page = this; page.next().isPresent(); ) {
      page = of(client.get(page.next().orElseThrow()));
      all.addAll(page.ids());
    }
    return all;
  }
}
