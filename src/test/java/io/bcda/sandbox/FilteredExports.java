package io.bcda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.Expected;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One ACO's exports with each filter of which the generator wrote the answer: each holds what the
 * generator says, and that is what the ACO finds by the same searches over FHIR, where those take
 * all of its parameters.
 */
final class FilteredExports {
  private static final String STAGE = "stage-2";

  /** As many as may run of one ACO. */
  private static final int AT_ONCE = 5;

  /** What a search has to name, and the other parameters that it takes. */
  private static final Map<String, List<Set<String>>> SEARCHED =
      Map.of(
          "Patient", List.of(Set.of("_id", "identifier"), Set.of("_lastUpdated")),
          "Coverage", List.of(Set.of("_id", "beneficiary"), Set.of("_lastUpdated")),
          "ExplanationOfBenefit",
              List.of(
                  Set.of("_id", "patient"),
                  Set.of("type", "service-date", "_tag", "_lastUpdated")));

  private static final Map<String, String> PERSON =
      Map.of("Patient", "_id", "Coverage", "beneficiary", "ExplanationOfBenefit", "patient");

  private final Path world;
  private final String aco;
  private final AcoClient client;
  private final Instant between;

  FilteredExports(Path world, String aco, AcoClient client, Instant between) {
    this.world = world;
    this.aco = aco;
    this.client = client;
    this.between = between;
  }

  /** Several at a time. */
  void compareExports() throws IOException {
    List<Expected> all = all();
    for (int i = 0; i < all.size(); i += AT_ONCE) {
      List<Expected> some = all.subList(i, Math.min(i + AT_ONCE, all.size()));
      List<String> jobs = some.stream().map(this::kickOff).toList();
      for (int job = 0; job < jobs.size(); job++) {
        some.get(job).assertIs(client.await(jobs.get(job)));
      }
    }
  }

  /** A search for each of the ACO's people where a filter names nobody. */
  void compareSearches() throws IOException {
    int searched = 0;
    for (Expected expected : all()) {
      searched += compareWithSearch(expected) ? 1 : 0;
    }
    assertThat(searched).isGreaterThan(15);
  }

  private List<Expected> all() throws IOException {
    List<Expected> all = new ArrayList<>();
    for (Path file : WorldOnDisk.files(world.resolve("expected").resolve(STAGE).resolve(aco))) {
      if (file.getParent().endsWith("filtered")) {
        all.add(Expected.of(world, STAGE, aco, "filtered/" + file.getFileName()));
      }
    }
    assertThat(all).hasSizeGreaterThan(20);
    return all;
  }

  private String kickOff(Expected expected) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("resourceType", "Parameters");
    ArrayNode parts = parameters.putArray("parameter");
    parts.addObject().put("name", "_type").put("valueCode", type(expected));
    for (String filter : filters(expected)) {
      parts.addObject().put("name", "_typeFilter").put("valueString", filter);
    }
    HttpResponse<String> accepted = client.kickOff("Group/all/$export", parameters);
    assertThat(accepted.statusCode()).as(expected.what() + accepted.body()).isEqualTo(202);
    return accepted.headers().firstValue("Content-Location").orElseThrow();
  }

  private static String type(Expected expected) {
    return expected.answer().get("_type").asText();
  }

  private List<String> filters(Expected expected) {
    return expected.answer().get("_typeFilter").valueStream().map(this::filter).toList();
  }

  private String filter(JsonNode written) {
    return written.asText().replace("{between}", between.toString());
  }

  /** Whether it could be compared. */
  private boolean compareWithSearch(Expected expected) throws IOException {
    String type = type(expected);
    Set<String> found = new TreeSet<>();
    for (String filter : filters(expected)) {
      String search = filter.substring(type.length() + 1);
      if (!isSearched(type, search)) {
        return false;
      }
      for (String bound : bound(type, search)) {
        found.addAll(found(type, bound));
      }
    }
    Set<String> ids = new TreeSet<>();
    expected.answer().at("/output/" + type).fieldNames().forEachRemaining(ids::add);
    assertThat(found).as(expected.what() + " by search").isEqualTo(ids);
    return true;
  }

  private static Map<String, List<String>> parameters(String search) {
    return Arrays.stream(search.split("&"))
        .map(parameter -> parameter.split("=", 2))
        .collect(
            Collectors.groupingBy(
                pair -> pair[0],
                LinkedHashMap::new,
                Collectors.mapping(pair -> pair[1], Collectors.toList())));
  }

  /** Searches take neither dates with commas between them nor the prefix ne. */
  private static boolean isSearched(String type, String search) {
    Map<String, List<String>> parameters = parameters(search);
    return parameters.keySet().stream()
            .allMatch(name -> SEARCHED.get(type).stream().anyMatch(names -> names.contains(name)))
        && parameters.getOrDefault("service-date", List.of()).stream()
            .noneMatch(date -> date.contains(",") || date.startsWith("ne"));
  }

  /** The search, or that of each person of the ACO where it names nobody. */
  private List<String> bound(String type, String search) throws IOException {
    if (parameters(search).keySet().stream().anyMatch(SEARCHED.get(type).get(0)::contains)) {
      return List.of(search);
    }
    JsonNode people = Expected.of(world, STAGE, aco, "group-all.json").answer();
    return people
        .at("/output/Patient")
        .propertyStream()
        .map(person -> PERSON.get(type) + "=" + person.getKey() + "&" + search)
        .toList();
  }

  private Set<String> found(String type, String search) {
    HttpResponse<String> answer = client.post(type + "/_search", search + "&_count=500");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode bundle = AcoClient.json(answer.body());
    assertThat(bundle.findValuesAsText("relation")).doesNotContain("next");
    return bundle
        .path("entry")
        .valueStream()
        .map(entry -> entry.at("/resource/id").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
