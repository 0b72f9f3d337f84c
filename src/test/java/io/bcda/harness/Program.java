package io.bcda.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program of this machine, run beside the server. A test that needs one which is not installed is
 * reported as skipped, with the reason.
 */
public record Program(Path path) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The first of these that is on the search path. */
  public static Program assumed(String... names) {
    Optional<Program> found = Arrays.stream(names).flatMap(Program::named).findFirst();
    assumeTrue(found.isPresent(), names[0] + " is not installed");
    return found.orElseThrow();
  }

  /** The first Python on the search path that has a module; a machine may have several Pythons. */
  public static Program assumedPython(String module) {
    Optional<Program> found = named("python3").filter(python -> python.has(module)).findFirst();
    assumeTrue(found.isPresent(), "no python3 has " + module);
    return found.orElseThrow();
  }

  private boolean has(String module) {
    try {
      return exit("-c", "import " + module) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Stream<Program> named(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Program::new);
  }

  /** Runs to its end, which must be a good one. */
  public void run(String... words) throws IOException {
    Path said = Files.createTempFile("said", ".txt");
    int exit = exit(ProcessBuilder.Redirect.to(said.toFile()), words);
    assertThat(exit).as("%s said: %s", path, Files.readString(said)).isZero();
    Files.delete(said);
  }

  /** Runs to its end, whatever that is. */
  public int exit(String... words) throws IOException {
    return exit(ProcessBuilder.Redirect.DISCARD, words);
  }

  private int exit(ProcessBuilder.Redirect said, String... words) throws IOException {
    Process process = start(said, words);
    try {
      await("end of " + path).atMost(PATIENCE).until(() -> !process.isAlive());
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts it. It is not told of proxies, for the server is on loopback. */
  public Process start(ProcessBuilder.Redirect said, String... words) throws IOException {
    List<String> line = Stream.concat(Stream.of("" + path), Arrays.stream(words)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said);
    builder.environment().keySet().removeIf(v -> v.toLowerCase(Locale.ROOT).endsWith("_proxy"));
    return builder.start();
  }
}
