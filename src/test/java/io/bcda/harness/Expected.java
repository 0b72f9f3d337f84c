package io.bcda.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer that the generator wrote beside its data.
 *
 * @param what names it in a failure
 */
public record Expected(String what, JsonNode answer) {

  /** Reads {@code expected/STAGE/ACO/NAME} of a generated world. */
  public static Expected of(Path world, String stage, String aco, String name) throws IOException {
    Path file = world.resolve("expected").resolve(stage).resolve(aco).resolve(name);
    return new Expected(stage + " " + aco + " " + name, AcoClient.json(Files.readString(file)));
  }

  /** Fails unless the export is this one: ids, versions and deletions, nothing twice. */
  public void assertIs(AcoClient.Export export) {
    assertThat(export.output()).as(what + " output").isEqualTo(versions(answer.path("output")));
    assertThat(export.deleted()).as(what + " deleted").isEqualTo(ids(answer.path("deleted")));
  }

  private static Map<String, Map<String, Integer>> versions(JsonNode output) {
    Map<String, Map<String, Integer>> versions = new TreeMap<>();
    for (Map.Entry<String, JsonNode> type : output.properties()) {
      Map<String, Integer> ofType = new TreeMap<>();
      type.getValue().properties().forEach(id -> ofType.put(id.getKey(), id.getValue().asInt()));
      if (!ofType.isEmpty()) {
        versions.put(type.getKey(), ofType);
      }
    }
    return versions;
  }

  private static Map<String, List<String>> ids(JsonNode deleted) {
    Map<String, List<String>> ids = new TreeMap<>();
    for (Map.Entry<String, JsonNode> type : deleted.properties()) {
      List<String> ofType = new ArrayList<>();
      type.getValue().forEach(id -> ofType.add(id.asText()));
      ofType.sort(null);
      if (!ofType.isEmpty()) {
        ids.put(type.getKey(), ofType);
      }
    }
    return ids;
  }
}
