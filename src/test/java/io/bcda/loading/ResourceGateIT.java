package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.harness.TestServer;
import io.bcda.store.CanonicalReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** The gate says the same of a line whether it parses it or not. */
class ResourceGateIT {
  private final TestServer server = TestServer.H2;

  @Test
  void givenLines_whenAdmittedWithAndWithoutParsing_thenTheGateSaysTheSame() {
    ResourceGate parsing = new ResourceGate(server.bean(FhirContext.class), false);
    ResourceGate sparing =
        new ResourceGate(
            server.bean(FhirContext.class), false, server.bean(CanonicalReader.class).open());
    List<String> lines =
        Stream.concat(RuleLines.good(), RuleLines.bad()).map(ResourceGateIT::line).toList();
    for (int round = 0; round < 2; round++) { // what is remembered says the same
      for (String line : lines) {
        assertThat(verdict(sparing, line)).as(line).isEqualTo(verdict(parsing, line));
      }
    }
  }

  @Test
  void givenLines_whenRead_thenOnlyThoseThatBreakNoRuleAreSparedParsing() {
    assertThat(RuleLines.bad().map(ResourceGateIT::line)).noneMatch(this::isSpared);
    assertThat(RuleLines.good().map(ResourceGateIT::line).filter(this::isSpared))
        .hasSizeGreaterThanOrEqualTo(10);
  }

  private boolean isSpared(String line) {
    byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
    return server.bean(CanonicalReader.class).open().read(utf8).isPresent();
  }

  private static String verdict(ResourceGate gate, String line) {
    try {
      return gate.admit(TestLines.line(line)).reference();
    } catch (LineRefused e) {
      return e.at(1).text();
    }
  }

  private static String line(Arguments arguments) {
    return (String) arguments.get()[1];
  }
}
