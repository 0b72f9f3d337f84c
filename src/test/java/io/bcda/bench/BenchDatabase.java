package io.bcda.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The PostgreSQL under all contestants, with PostgreSQL's own defaults: an embedded one, or the one
 * that {@code bench.url} names.
 */
final class BenchDatabase implements AutoCloseable {
  private static final List<String> DURABLE =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  private final BenchSettings settings;
  private final BenchPostgres embedded;
  private final String url;

  BenchDatabase(BenchSettings settings) throws IOException {
    this.settings = settings;
    Optional<String> given = settings.url();
    this.embedded = given.isPresent() ? null : durable();
    this.url = given.isPresent() ? given.get() : embedded.url();
  }

  /** For tests it comes with what makes a commit safe turned off; here a commit must cost. */
  private static BenchPostgres durable() throws IOException {
    Map<String, String> settings = new HashMap<>();
    DURABLE.forEach(setting -> settings.put(setting, "on"));
    settings.put("shared_preload_libraries", "pg_stat_statements");
    return new BenchPostgres(settings);
  }

  /**
   * Stops it and starts it again, with none of its data in this machine's memory.
   *
   * @return why that cannot be; empty if it is so
   */
  Optional<String> chill() throws IOException {
    if (embedded == null) {
      return Optional.of("this PostgreSQL is not the benchmark's to stop");
    }
    at(url).execute("CHECKPOINT"); // so that it stops at once
    return embedded.chill();
  }

  /** The system's cache of its data; empty where they are out of sight. */
  Optional<FileCache> cache() {
    return Optional.ofNullable(embedded).map(BenchPostgres::cache);
  }

  /** Makes an empty database in place of one of the same name; returns its URL. */
  String fresh(String name) {
    return fresh(name, "");
  }

  private String fresh(String name, String how) {
    JdbcTemplate admin = at(url);
    admin.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    admin.execute("CREATE DATABASE " + name + how);
    return url.replaceFirst("(//[^/]+/)[^?]*", "$1" + name);
  }

  /**
   * Makes a copy in place of a database of the same name; returns its URL.
   *
   * @param database URL; nobody may be connected to it
   */
  String copy(String database, String name) {
    return fresh(name, " TEMPLATE " + database.replaceFirst(".*//[^/]+/([^?]*).*", "$1"));
  }

  void drop(String name) {
    at(url).execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  JdbcTemplate at(String database) {
    return new JdbcTemplate(
        new DriverManagerDataSource(database, settings.user(), settings.password()));
  }

  /** How a server is told who it is there; not on its command line. */
  Map<String, String> credentials() {
    return Map.of(
        "SPRING_DATASOURCE_USERNAME", settings.user(),
        "SPRING_DATASOURCE_PASSWORD", settings.password());
  }

  /** Version and the settings that decide how fast writing is. */
  String facts() {
    String settings =
        Stream.concat(DURABLE.stream(), Stream.of("shared_buffers", "max_wal_size"))
            .map(key -> key + " " + at(url).queryForObject("SHOW " + key, String.class))
            .collect(Collectors.joining(", "));
    return "PostgreSQL %s%s (%s)"
        .formatted(
            at(url).queryForObject("SHOW server_version", String.class),
            embedded == null ? "" : ", embedded",
            settings);
  }

  /** Processor time that all its processes have used; empty where it runs out of sight. */
  Optional<Duration> cpu() {
    if (embedded == null || !Files.isDirectory(Path.of("/proc/self"))) {
      return Optional.empty();
    }
    try {
      Path folder = Path.of(at(url).queryForObject("SHOW data_directory", String.class));
      String pid = Files.readAllLines(folder.resolve("postmaster.pid")).get(0).trim();
      // Of the postmaster with those who have ended, and of those who are there still.
      long ticks = ticks(Path.of("/proc", pid, "stat"), 4);
      for (ProcessHandle child :
          ProcessHandle.of(Long.parseLong(pid)).orElseThrow().children().toList()) {
        ticks += ownTicks(child);
      }
      return Optional.of(Duration.ofMillis(ticks * 10));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** None of a process that has just ended: that is its parent's at the next look. */
  private static long ownTicks(ProcessHandle process) {
    try {
      return ticks(Path.of("/proc", String.valueOf(process.pid()), "stat"), 2);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Fields 14 and up of proc(5): own time as user and as system, then that of ended children. */
  private static long ticks(Path stat, int fields) throws IOException {
    String text = Files.readString(stat);
    String[] field = text.substring(text.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int i = 0; i < fields; i++) {
      ticks += Long.parseLong(field[11 + i]);
    }
    return ticks;
  }

  @Override
  public void close() throws IOException {
    if (embedded != null) {
      embedded.close();
    }
  }
}
