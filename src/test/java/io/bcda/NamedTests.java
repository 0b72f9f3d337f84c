package io.bcda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tables of documents that name, line by line, the tests that hold what the line says. */
final class NamedTests {
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:#(\\w+))?`");

  private NamedTests() {}

  /**
   * A line of a table.
   *
   * @param group the heading that it stands under
   */
  record Row(String group, List<String> cells) {
    String last() {
      return cells.get(cells.size() - 1);
    }

    @Override
    public String toString() {
      return group + ": " + cells.get(0);
    }
  }

  /** The lines of all tables whose last column is headed "test". */
  static List<Row> rows(Path document) throws IOException {
    List<Row> rows = new ArrayList<>();
    String group = "";
    boolean inside = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("#")) {
        group = line.replaceFirst("#+ ", "");
      }
      if (line.startsWith("|") && line.endsWith("| test |")) {
        inside = true;
      } else if (!line.startsWith("|")) {
        inside = false;
      } else if (inside && !line.startsWith("|---")) {
        rows.add(
            new Row(group, Stream.of(line.substring(1).split("\\|")).map(String::strip).toList()));
      }
    }
    return rows;
  }

  /** How many tests a cell names; all must be there. */
  static int count(String cell) {
    List<MatchResult> named = NAMED.matcher(cell).results().toList();
    for (MatchResult test : named) {
      String text = source(test.group(1));
      if (test.group(2) != null) {
        assertThat(text).as(test.group()).containsPattern("\\bvoid " + test.group(2) + "\\(");
      }
    }
    return named.size();
  }

  private static String source(String name) {
    try (Stream<Path> all = Files.walk(TESTS)) {
      List<Path> found = all.filter(f -> f.endsWith(name + ".java")).toList();
      assertThat(found).as(name).hasSize(1);
      return Files.readString(found.get(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
