package io.bcda.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * A generated world from which only the people are loaded whom one ACO may see, and the first ones,
 * who have parts to play; the expected answers of that ACO hold nevertheless.
 */
final class ExportWorld {
  static final String ACO = "A9990";

  /** An ACO sees about as much of a world. */
  private static final double SHARE = 0.37;

  private static final int PARTS_TO_PLAY = 100;
  private static final long FIRST_PERSON = 1_000_001;

  private final BenchWorld world;
  private final BitSet people = new BitSet();

  /**
   * Makes the world.
   *
   * @param folder empty
   * @param claims that the ACO gets, about
   * @param detail of claims: lean or full
   */
  ExportWorld(Path folder, long claims, String detail) throws IOException {
    LocalDate today = LocalDate.now(Clock.systemUTC()); // an old roster would not be in force
    this.world = new BenchWorld(folder, (long) (claims / SHARE), detail, today);
    people.set(0, PARTS_TO_PLAY);
    for (String stage : List.of("stage-1", "stage-2")) {
      read(
          answer(stage, "group-all"),
          (type, id, version) -> {
            if (type.equals("Patient")) {
              people.set((int) (-Long.parseLong(id) - FIRST_PERSON));
            }
          });
    }
  }

  /** What a stage brings of these people. */
  Delivery claims(String stage) throws IOException {
    return world.stage(stage, person -> people.get((int) person));
  }

  /** The ACO's archives that a stage brings. */
  List<Path> rosters(String stage) throws IOException {
    try (Stream<Path> files = Files.list(world.folder().resolve(stage).resolve("attribution"))) {
      return files.filter(f -> f.getFileName().toString().contains(ACO)).sorted().toList();
    }
  }

  /**
   * The resources that an export must bring.
   *
   * @param copies that each claim has
   */
  ResourceSet expected(String stage, String export, int copies) throws IOException {
    ResourceSet expected = new ResourceSet();
    read(
        answer(stage, export),
        (type, id, version) -> {
          expected.add(type, id, version);
          if (type.equals("ExplanationOfBenefit")) {
            for (int copy = 1; copy <= copies; copy++) {
              expected.add(type, ClaimCopies.id(id, copy), version);
            }
          }
        });
    return expected;
  }

  private Path answer(String stage, String export) {
    Path expected = world.folder().resolve("expected").resolve(stage);
    return expected.resolve(ACO).resolve(export + ".json");
  }

  /** Takes resources of an answer. */
  private interface Each {
    void take(String type, String id, int version);
  }

  /** Reads {@code {"output": {type: {id: version}}, …}}, which may be long. */
  private static void read(Path answer, Each each) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(answer.toFile())) {
      json.nextToken();
      json.nextToken();
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String type = json.currentName();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String id = json.currentName();
          each.take(type, id, json.nextIntValue(0));
        }
      }
    }
  }
}
