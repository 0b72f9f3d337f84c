package io.bcda;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.NamedTests.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of docs/bcda-compatibility.md says how we stand to BCDA and names a test of it. */
class BcdaCompatibilityDocTest {
  private static final Pattern VERDICT =
      Pattern.compile("same(, .+)?|better: .+|not applicable: .{20,}");

  static List<Row> rows() throws IOException {
    return NamedTests.rows(Path.of("docs/bcda-compatibility.md"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenALine_whenRead_thenItHasAVerdictAndNamesTestsThatAreThere(Row row) {
    assertThat(row.cells()).hasSize(4);
    assertThat(row.cells().get(1)).matches(VERDICT);
    assertThat(NamedTests.count(row.last())).as("tests for " + row).isPositive();
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
}
