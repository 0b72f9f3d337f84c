package io.bcda;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of docs/bcda-compatibility.md says how we stand to BCDA and names a test of it. */
class BcdaCompatibilityDocTest {
  private static final Path DOCUMENT = Path.of("docs/bcda-compatibility.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:#(\\w+))?`");
  private static final Pattern VERDICT =
      Pattern.compile("same(, .+)?|better: .+|not applicable: .{20,}");

  /** A line of a table under a heading. */
  record Row(String group, String bcda, String here, String again, String test) {
    @Override
    public String toString() {
      return group + ": " + bcda;
    }
  }

  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    String group = "";
    boolean table = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("#")) {
        group = line.replaceFirst("#+ ", "");
      }
      String[] cells = line.split("\\|", -1);
      table = line.startsWith("|") && (table || line.endsWith("| test |"));
      boolean content = !line.endsWith("| test |") && !line.startsWith("|--");
      if (table && content) {
        assertThat(cells).as(line).hasSize(6);
        rows.add(
            new Row(group, cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip()));
      }
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenALine_whenRead_thenItHasAVerdictAndNamesTestsThatAreThere(Row row) throws IOException {
    assertThat(row.here()).matches(VERDICT);
    List<MatchResult> named = NAMED.matcher(row.test()).results().toList();
    assertThat(named).as("a test for " + row).isNotEmpty();
    for (MatchResult test : named) {
      String text = source(test.group(1));
      if (test.group(2) != null) {
        assertThat(text).as(test.group()).containsPattern("\\bvoid " + test.group(2) + "\\(");
      }
    }
  }

  @Test
  void givenThePage_whenRead_thenEachPartOfBcdasSurfaceIsThere() throws IOException {
    Set<String> groups = rows().stream().map(Row::group).collect(toSet());
    assertThat(groups)
        .containsExactlyInAnyOrder(
            "Paths, ports and headers",
            "OperationOutcome",
            "Tokens at the door",
            "Parameters and headers of a request",
            "A request that is running already",
            "Kick-off",
            "Status",
            "Manifest",
            "Cancel",
            "Job list",
            "Attribution status",
            "Metadata and service paths",
            "Files",
            "Tokens",
            "The published description");
    assertThat(rows()).hasSizeGreaterThan(70);
  }

  private static String source(String name) throws IOException {
    try (Stream<Path> all = Files.walk(TESTS)) {
      List<Path> found = all.filter(f -> f.endsWith(name + ".java")).toList();
      assertThat(found).as(name).hasSize(1);
      return Files.readString(found.get(0));
    }
  }
}
