package io.bcda.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads a generated folder back, knowing nothing of how it was made. */
final class WorldOnDisk {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  WorldOnDisk(Path folder) {
    this.folder = folder;
  }

  /** Calls for each NDJSON line of a stage, Patient first. */
  void lines(String stage, Consumer<String> each) {
    Path claims = folder.resolve(stage).resolve("claims");
    for (String type : List.of("Patient", "Coverage", "ExplanationOfBenefit")) {
      for (Path file : files(claims)) {
        if (file.getFileName().toString().startsWith(type)) {
          readLines(file, each);
        }
      }
    }
  }

  void resources(String stage, Consumer<JsonNode> each) {
    lines(stage, line -> each.accept(parse(line)));
  }

  /** Archives of a stage by name, each with its members' text by name. */
  Map<String, Map<String, String>> archives(String stage) {
    Map<String, Map<String, String>> archives = new LinkedHashMap<>();
    for (Path file : files(folder.resolve(stage).resolve("attribution"))) {
      archives.put(file.getFileName().toString(), members(file));
    }
    return archives;
  }

  static Map<String, String> members(Path archive) {
    Map<String, String> members = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        members.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return members;
  }

  JsonNode expected(String stage, String aco, String export) {
    Path file = folder.resolve("expected").resolve(stage).resolve(aco).resolve(export + ".json");
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of one NDJSON file. */
  static List<String> lines(Path file) {
    List<String> lines = new ArrayList<>();
    readLines(file, lines::add);
    return lines;
  }

  private static void readLines(Path file, Consumer<String> each) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        each.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
