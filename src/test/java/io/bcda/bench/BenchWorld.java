package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.sandbox.GenerateCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A generated world, taken apart by people into what the contestants load, so that each part is a
 * world in small: every Patient with its Coverages and claims.
 */
final class BenchWorld {
  private static final List<String> TYPES = List.of("Patient", "Coverage", "ExplanationOfBenefit");
  private static final long FIRST_PERSON = 1_000_001;

  /** Claims of a person in a year, about; a world of fewer than 10,000 is sized by it. */
  private static final long CLAIMS_EACH = 58;

  private final Path world;
  private final Path parts;
  private final long people;

  /**
   * Makes the world.
   *
   * @param folder empty
   * @param claims in its first stage, about
   * @param detail of claims: lean or full
   */
  BenchWorld(Path folder, long claims, String detail) throws IOException {
    this(folder, claims, detail, LocalDate.of(2026, 11, 23));
  }

  /**
   * Makes the world.
   *
   * @param asOf its present day; its rosters are of that time
   */
  BenchWorld(Path folder, long claims, String detail, LocalDate asOf) throws IOException {
    this.world = folder.resolve("world");
    this.parts = folder;
    String size =
        claims >= 10_000
            ? "--claims-count=" + claims
            : "--people=" + Math.max(50, claims / CLAIMS_EACH);
    generate("--out=" + world, "--seed=1", size, "--claims=" + detail, "--as-of=" + asOf);
    this.people = Files.exists(world) ? patients() : 0;
  }

  static void generate(String... args) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    assertThat(GenerateCommand.run(args, out, Clock.systemUTC()))
        .as(said.toString(StandardCharsets.UTF_8))
        .isZero();
  }

  /** The claims files of a generated folder's first stage, of one type, in order. */
  static List<Path> files(Path world, String stage, String type) throws IOException {
    try (Stream<Path> files = Files.list(world.resolve(stage).resolve("claims"))) {
      return files.filter(f -> f.getFileName().toString().startsWith(type)).sorted().toList();
    }
  }

  private long patients() throws IOException {
    long count = 0;
    for (Path file : files(world, "stage-1", "Patient")) {
      count += NdjsonGzip.lines(file, line -> {});
    }
    return count;
  }

  /** Some of the people. */
  interface Choice {
    boolean takes(long person);
  }

  /** So many of the resources, of people spread over the world; none of them is in the rest. */
  Choice share(long resources, long ofClaims) {
    long every = Math.max(2, ofClaims / resources);
    return person -> person % every == every - 1;
  }

  long people() {
    return people;
  }

  /** The first stage's resources of some people, one file for each type. */
  Delivery part(String name, Choice choice) throws IOException {
    return write(name, choice, Map.of());
  }

  /** The same resources again, with those contents that the second stage brings. */
  Delivery corrected(String name, Choice choice) throws IOException {
    Map<String, String> corrections = new HashMap<>();
    for (String type : TYPES) {
      for (Path file : files(world, "stage-2", type)) {
        NdjsonGzip.lines(
            file,
            line -> {
              if (choice.takes(person(line))) {
                corrections.put(head(line), line);
              }
            });
      }
    }
    return write(name, choice, corrections);
  }

  /** What a stage brings of some people, one file for each type. */
  Delivery stage(String stage, Choice choice) throws IOException {
    return write(stage, stage, choice, Map.of());
  }

  /** The folder that the generator wrote. */
  Path folder() {
    return world;
  }

  private Delivery write(String name, Choice choice, Map<String, String> corrections)
      throws IOException {
    return write(name, "stage-1", choice, corrections);
  }

  private Delivery write(String name, String stage, Choice choice, Map<String, String> corrections)
      throws IOException {
    Path folder = Files.createDirectories(parts.resolve(name));
    List<Path> written = new ArrayList<>();
    long[] sums = new long[3];
    for (String type : TYPES) {
      Path target = folder.resolve(name + "-" + type + ".ndjson.gz");
      try (NdjsonGzip out = new NdjsonGzip(target)) {
        for (Path file : files(world, stage, type)) {
          NdjsonGzip.lines(
              file,
              line -> {
                if (choice.takes(person(line))) {
                  String other = corrections.getOrDefault(head(line), line);
                  // A claim that became another person's stays: that person may not be here.
                  boolean changes = !other.equals(line) && person(other) == person(line);
                  sums[0]++;
                  sums[1] += out.add(changes ? other : line);
                  sums[2] += changes ? 1 : 0;
                }
              });
        }
      }
      written.add(target);
    }
    return new Delivery(name, written, sums[0], sums[1], sums[2]);
  }

  private static String head(String line) {
    return line.substring(0, line.indexOf(",\"meta\""));
  }

  /** Whose resource a line is: 0 and up. */
  private static long person(String line) {
    boolean patient = line.startsWith("{\"resourceType\":\"Patient\"");
    String mark = patient ? "\"id\":\"-" : "\"reference\":\"Patient/-";
    int start = line.indexOf(mark) + mark.length();
    return Long.parseLong(line.substring(start, line.indexOf('"', start))) - FIRST_PERSON;
  }
}
