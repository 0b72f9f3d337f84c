package io.bcda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterImport;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.loading.ClaimsLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every export of the generator's world is compared, line by line, with its expected answer. */
class ExpectedAnswersIT {
  private static final List<String> ACOS = List.of("A9990", "A9991", "A9992");
  private static final Map<String, String> EXPORTS =
      Map.of(
          "patient", "Patient/$export",
          "group-all", "Group/all/$export",
          "group-new", "Group/new/$export",
          "group-runout", "Group/runout/$export");

  @TempDir Path world;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTheWorld_whenExported_thenEachAnswerIsTheExpectedOne(TestServer server)
      throws IOException {
    LocalDate today = LocalDate.ofInstant(server.clock().instant(), ZoneOffset.UTC);
    new Generator(new WorldSpec(7, 40, 1, today)).write(world);
    Map<String, AcoClient> clients = new TreeMap<>();
    ACOS.forEach(aco -> clients.put(aco, AcoClient.of(server, aco)));

    load(server, "stage-1");
    Map<String, String> since = new TreeMap<>();
    for (String aco : ACOS) {
      for (String export : EXPORTS.keySet()) {
        AcoClient.Export done = compare(clients.get(aco), "stage-1", aco, export, "");
        since.put(aco, done.transactionTime());
      }
    }
    load(server, "stage-2");
    for (String aco : ACOS) {
      for (String export : EXPORTS.keySet()) {
        compare(clients.get(aco), "stage-2", aco, export, "");
        compare(clients.get(aco), "stage-2", aco, export, since.get(aco));
      }
    }
  }

  private void load(TestServer server, String stage) throws IOException {
    for (Path archive : files(stage + "/attribution")) {
      assertThat(server.bean(RosterImport.class).take(archive).outcome().toString())
          .as(archive.getFileName().toString())
          .isEqualTo("LOADED");
    }
    for (Path claims : files(stage + "/claims")) {
      assertThat(server.bean(ClaimsLoad.class).load(claims).refused()).isEmpty();
    }
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(world.resolve(folder))) {
      return files.sorted().toList();
    }
  }

  private AcoClient.Export compare(
      AcoClient client, String stage, String aco, String export, String since) throws IOException {
    String query = since.isEmpty() ? "" : "?_since=" + since.replace("+", "%2B");
    AcoClient.Export done = client.export(EXPORTS.get(export) + query);
    String name = export + (since.isEmpty() ? "" : "-since") + ".json";
    JsonNode expected =
        AcoClient.json(
            Files.readString(world.resolve("expected").resolve(stage).resolve(aco).resolve(name)));
    String what = stage + " " + aco + " " + name;
    assertThat(done.output()).as(what + " output").isEqualTo(versions(expected.path("output")));
    assertThat(done.deleted()).as(what + " deleted").isEqualTo(ids(expected.path("deleted")));
    return done;
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
