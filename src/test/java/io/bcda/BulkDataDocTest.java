package io.bcda;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.NamedTests.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/bulk-data-requirements.md has each requirement, and a test for what the guide demands. */
class BulkDataDocTest {
  private static final int LAST = 56;

  static List<Row> rows() throws IOException {
    return NamedTests.rows(Path.of("docs/bulk-data-requirements.md"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenARequirement_whenRead_thenItsTestsAreThere(Row row) {
    assertThat(row.cells()).hasSize(5).noneMatch(String::isBlank);
    int tests = NamedTests.count(row.last());
    switch (row.cells().get(1)) {
      case "**S**" -> assertThat(tests).as("tests for " + row).isPositive();
      case "*s*", "*m*" -> assertThat(tests > 0 || row.last().equals("–")).as(row + "").isTrue();
      default -> throw new AssertionError("no such level: " + row);
    }
  }

  @Test
  void givenTheGuide_whenRead_thenEveryRequirementHasItsRow() throws IOException {
    assertThat(rows().stream().map(row -> row.cells().get(0)).filter(no -> no.matches("\\d+")))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, LAST).mapToObj(String::valueOf).toList());
  }
}
