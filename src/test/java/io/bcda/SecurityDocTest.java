package io.bcda;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.NamedTests.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checklist of docs/security.md names, for each line, a test that is there. */
class SecurityDocTest {

  static List<Row> rows() throws IOException {
    return NamedTests.rows(Path.of("docs/security.md"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenALine_whenRead_thenItNamesTestsThatAreThere(Row row) {
    assertThat(row.cells()).hasSize(3).noneMatch(String::isBlank);
    assertThat(NamedTests.count(row.last())).as("tests for " + row).isPositive();
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
}
