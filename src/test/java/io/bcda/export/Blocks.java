package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an export organized by person holds, read as the guide describes it (Bulk Data Access STU 3,
 * "Bulk Data Output File Organization"). Whoever reads, asserts: each block has its header before
 * it, holds what refers to that Patient and nothing else, and each person has one block.
 */
final class Blocks {
  private static final List<String> ORDER = List.of("Patient", "Coverage", "ExplanationOfBenefit");
  private static final Map<String, String> REFERENCE =
      Map.of("Coverage", "/beneficiary/reference", "ExplanationOfBenefit", "/patient/reference");

  /** Resources by the Patient of their block, in the order of the files. */
  private final Map<String, List<JsonNode>> blocks = new LinkedHashMap<>();

  private final int files;

  private Blocks(int files) {
    this.files = files;
  }

  /** Reads all files of the output. */
  static Blocks of(AcoClient client, AcoClient.Export export) {
    JsonNode output = export.manifest().get("output");
    assertThat(export.manifest().path("outputOrganizedBy").asText()).isEqualTo("Patient");
    Blocks blocks = new Blocks(output.size());
    for (JsonNode item : output) {
      assertThat(item.has("type")).isFalse();
      assertThat(item.has("continuesInFile")).isFalse();
      List<JsonNode> lines =
          client.get(item.get("url").asText()).body().lines().map(AcoClient::json).toList();
      assertThat(lines).hasSize(item.get("count").asInt());
      blocks.take(lines);
    }
    return blocks;
  }

  private void take(List<JsonNode> lines) {
    String person = null;
    for (JsonNode line : lines) {
      if (line.get("resourceType").asText().equals("Parameters")) {
        person = patient(line);
        assertThat(blocks.put(person, new ArrayList<>())).as("a second block").isNull();
      } else {
        assertThat(person).as("a header comes first").isNotNull();
        assertThat(belongsTo(line)).isEqualTo(person);
        blocks.get(person).add(line);
      }
    }
  }

  private static String patient(JsonNode header) {
    String reference = header.at("/parameter/0/valueReference/reference").asText();
    assertThat(header.toString())
        .isEqualTo(
            ("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"header\","
                    + "\"valueReference\":{\"reference\":\"%s\"}}]}")
                .formatted(reference));
    assertThat(reference).startsWith("Patient/");
    return reference;
  }

  private static String belongsTo(JsonNode resource) {
    String type = resource.get("resourceType").asText();
    return type.equals("Patient")
        ? "Patient/" + resource.get("id").asText()
        : resource.at(REFERENCE.get(type)).asText();
  }

  int files() {
    return files;
  }

  /** Whose blocks there are, as references. */
  List<String> people() {
    return List.copyOf(blocks.keySet());
  }

  /** All resources by type and id; fails if one comes twice, or a block is empty or in disorder. */
  Map<String, JsonNode> resources() {
    Map<String, JsonNode> resources = new TreeMap<>();
    blocks.forEach(
        (person, lines) -> {
          List<Integer> order =
              lines.stream().map(line -> ORDER.indexOf(line.get("resourceType").asText())).toList();
          assertThat(order).as(person).isNotEmpty().isSorted();
          lines.forEach(line -> put(resources, line));
        });
    return resources;
  }

  /** The resources of an export that is organized by type, as {@link #resources}. */
  static Map<String, JsonNode> ofTypes(AcoClient.Export export) {
    assertThat(export.manifest().has("outputOrganizedBy")).isFalse();
    Map<String, JsonNode> resources = new TreeMap<>();
    export.lines("output").values().forEach(lines -> lines.forEach(l -> put(resources, l)));
    return resources;
  }

  private static void put(Map<String, JsonNode> resources, JsonNode line) {
    String key = line.get("resourceType").asText() + "/" + line.get("id").asText();
    assertThat(resources.put(key, line)).as("twice: " + key).isNull();
  }
}
