package io.bcda.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What every benchmark is given.
 *
 * @param folder to write into
 */
record Bench(BenchSettings settings, BenchDatabase database, Path folder) {
  /** An empty folder of this name. */
  Path emptied(String name) throws IOException {
    Path emptied = folder.resolve(name);
    if (Files.exists(emptied)) {
      try (Stream<Path> all = Files.walk(emptied)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return Files.createDirectories(emptied);
  }

  /** Where and when: what figures mean nothing without. */
  String machine() {
    return "Measured on %s: %d processors, %s %s, Java %s, %s. The server had a heap of %d MB."
        .formatted(
            LocalDate.now(Clock.systemUTC()),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            System.getProperty("java.version"),
            database.facts(),
            settings.heap());
  }

  /** Tells whoever waits before the screen. */
  void say(String text) {
    System.out.println("[bench] " + text);
  }
}
