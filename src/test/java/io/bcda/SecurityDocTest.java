package io.bcda;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The checklist of docs/security.md names, for each line, a test that is there. */
class SecurityDocTest {
  private static final Path DOCUMENT = Path.of("docs/security.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:#(\\w+))?`");

  record Row(String group, List<String> cells) {
    @Override
    public String toString() {
      return group + ": " + cells.get(0);
    }
  }

  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    String group = "";
    for (String line : Files.readAllLines(DOCUMENT)) {
      if (line.startsWith("#")) {
        group = line.startsWith("### ") ? line.substring(4) : "";
      } else if (!group.isEmpty() && line.startsWith("| ") && !line.startsWith("| line |")) {
        rows.add(
            new Row(group, Stream.of(line.substring(1).split("\\|")).map(String::strip).toList()));
      }
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenALine_whenRead_thenItNamesTestsThatAreThere(Row row) {
    assertThat(row.cells()).hasSize(3).noneMatch(String::isBlank);
    List<MatchResult> named = NAMED.matcher(row.cells().get(2)).results().toList();
    assertThat(named).as("a test for " + row).isNotEmpty();
    for (MatchResult test : named) {
      String text = source(test.group(1));
      if (test.group(2) != null) {
        assertThat(text).as(test.group()).containsPattern("\\bvoid " + test.group(2) + "\\(");
      }
    }
  }

  @Test
  void givenTheChecklist_whenRead_thenEachGroupIsThere() throws IOException {
    Set<String> groups = rows().stream().map(Row::group).collect(toSet());
    assertThat(groups)
        .contains("Token endpoint", "Resource server", "Logs", "Input", "HTTP", "TLS")
        .contains("Client assertions", "Keys by URL (SSRF)", "Secrets", "Signing keys")
        .contains(
            "External issuers",
            "Isolation of ACOs",
            "Operators' API",
            "Audit",
            "Actuator",
            "Supply");
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
