package io.bcda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the source files themselves must keep. */
class SourcesTest {
  /** 250 lines are the aim; the build stops where a file is beyond all doubt two files. */
  private static final int MAX_LINES = 350;

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");

  static List<Path> packages() {
    return javaFiles(MAIN).map(Path::getParent).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void givenAPackage_whenOpened_thenItSaysItsJobAndRefusesNulls(Path folder) throws IOException {
    Path info = folder.resolve("package-info.java");
    assertThat(info).isRegularFile();
    assertThat(Files.readString(info)).startsWith("/**").contains("@NullMarked");
  }

  @Test
  void givenJavaFiles_whenCounted_thenNoneIsTooLongToReadInOneGo() {
    List<Path> sources = Stream.concat(javaFiles(MAIN), javaFiles(TESTS)).toList();
    assertThat(sources).hasSizeGreaterThan(20);
    assertThat(sources.stream().filter(file -> lines(file) > MAX_LINES)).isEmpty();
  }

  private static Stream<Path> javaFiles(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(f -> f.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
