package io.bcda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The expected answers of filters, against a reading of the very files they stand beside. */
class ExpectedFiltersTest {
  private static final int YEAR = 2026;

  @TempDir static Path folder;
  private static WorldOnDisk world;
  private static FileReplay replay;

  @BeforeAll
  static void generate() throws Exception {
    new Generator(new WorldSpec(7, 60, 1, LocalDate.of(YEAR, 11, 23))).write(folder);
    world = new WorldOnDisk(folder);
    replay = new FileReplay(world, YEAR);
  }

  @Test
  void givenEachFilter_whenHeldAgainstTheFiles_thenTheAnswerAgreesAndLeavesSomeButNotAll() {
    List<Path> answers = WorldOnDisk.files(folder.resolve("expected/stage-2/A9990/filtered"));
    assertThat(answers).hasSizeGreaterThan(20);
    for (Path file : answers) {
      String name = file.getFileName().toString().replace(".json", "");
      int left = 0;
      int out = 0;
      for (String aco : World.ACOS) {
        JsonNode answer = world.expected("stage-2", aco, "filtered/" + name);
        Map<String, FileReplay.Row> whole = whole(aco, answer.get("_type").asText());
        Map<String, Integer> matching = matching(whole, answer.get("_typeFilter"));
        assertThat(output(answer)).as(aco + " " + name).isEqualTo(matching);
        left += matching.size();
        out += whole.size() - matching.size();
      }
      assertThat(left).as(name).isPositive();
      assertThat(out).as(name).isPositive();
    }
  }

  /** What the ACO may see of the type, by id. */
  private static Map<String, FileReplay.Row> whole(String aco, String type) {
    Map<String, FileReplay.Row> whole = new TreeMap<>();
    Set<String> people = replay.now.people(aco + " Y");
    for (String key : replay.full(replay.now, people, 'Y').keySet()) {
      FileReplay.Row row = replay.now.rows.get(key);
      if (key.startsWith(type + "/")) {
        whole.put(row.id(), row);
      }
    }
    return whole;
  }

  private static Map<String, Integer> matching(
      Map<String, FileReplay.Row> whole, JsonNode searches) {
    Map<String, Integer> matching = new TreeMap<>();
    for (FileReplay.Row row : whole.values()) {
      for (JsonNode search : searches) {
        String[] parameters = search.asText().split("\\?", 2)[1].split("&");
        if (Arrays.stream(parameters).allMatch(parameter -> matches(row, parameter))) {
          matching.put(row.id(), row.version());
        }
      }
    }
    return matching;
  }

  private static boolean matches(FileReplay.Row row, String parameter) {
    String[] pair = parameter.split("=", 2);
    JsonNode body = AcoClient.json(row.body());
    return Arrays.stream(pair[1].split(","))
        .anyMatch(
            value ->
                switch (pair[0]) {
                  case "_id" -> row.id().equals(value);
                  case "_tag" -> hasToken(body.at("/meta/tag"), "code", value);
                  case "type" -> hasToken(body.at("/type/coding"), "code", value);
                  case "identifier" -> hasToken(body.at("/identifier"), "value", value);
                  case "outcome" -> body.at("/outcome").asText().equals(value);
                  case "patient", "beneficiary" ->
                      row.patient().equals(value.replace("Patient/", ""));
                  case "service-date" -> isDated(body.path("billablePeriod"), value);
                  case "_lastUpdated" -> isNew(row) == value.startsWith("gt");
                  default -> throw new AssertionError(parameter);
                });
  }

  private static boolean hasToken(JsonNode list, String name, String wanted) {
    return StreamSupport.stream(list.spliterator(), false)
        .anyMatch(
            one ->
                wanted.equals(one.path(name).asText())
                    || wanted.equals(one.path("system").asText() + "|" + one.path(name).asText()));
  }

  private static boolean isNew(FileReplay.Row row) {
    return !row.equals(replay.then.rows.get(row.type() + "/" + row.id()));
  }

  /** Days and months as they are written: their order is that of their characters. */
  private static boolean isDated(JsonNode period, String value) {
    if (!period.has("start")) {
      return false;
    }
    String start = period.get("start").asText();
    String end = period.path("end").asText("9999-12-31");
    String day = value.substring(2);
    return switch (value.substring(0, 2)) {
      case "gt" -> end.compareTo(day) > 0;
      case "ge" -> end.compareTo(day) >= 0;
      case "lt" -> start.compareTo(day) < 0;
      case "le" -> start.compareTo(day) <= 0;
      case "sa" -> start.compareTo(day) > 0;
      case "eb" -> end.compareTo(day) < 0;
      case "ne" -> !(start.equals(day) && end.equals(day));
      default -> start.startsWith(value) && end.startsWith(value);
    };
  }

  private static Map<String, Integer> output(JsonNode answer) {
    Map<String, Integer> output = new TreeMap<>();
    for (JsonNode type : answer.get("output")) {
      type.properties().forEach(id -> output.put(id.getKey(), id.getValue().asInt()));
    }
    return output;
  }
}
