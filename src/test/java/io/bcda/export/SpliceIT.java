package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.HapiEncoding;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every exported line equals, as JSON, what HAPI's own encoder gives for that resource. */
class SpliceIT {

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOddResources_whenExported_thenEachLineIsHapisOwn(TestServer server) {
    TestWorld world = new TestWorld(server);
    String person = "p" + UUID.randomUUID();
    String mbi = TestWorld.mbi();
    world.patient(person, mbi);
    world.patient(person, mbi, TestWorld.mbi());
    world.claim("plain-" + person, person, LocalDate.of(2025, 1, 31));
    for (int shape = 0; shape < 5; shape++) {
      world.put(odd("odd" + shape + "-" + person.substring(0, 20), person, shape));
    }
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);

    List<JsonNode> lines =
        world.client().export("Patient/$export").lines("output").values().stream()
            .flatMap(List::stream)
            .toList();

    assertThat(lines).hasSize(7);
    for (JsonNode line : lines) {
      assertThat(line).isEqualTo(HapiEncoding.of(server, line));
    }
  }

  private static ExplanationOfBenefit odd(String id, String person, int shape) {
    ExplanationOfBenefit claim = new ExplanationOfBenefit();
    claim.setId(id);
    claim.setPatient(new Reference("Patient/" + person));
    claim.setDisposition("\"quoted\" \\ back, 漢字, \uD83D\uDE00, tab\t, line\nbreak, \u2028");
    claim.getPayment().getAmount().setValue(new BigDecimal("10.50")).setCurrency("USD");
    if (shape == 1) {
      claim.getMeta().addProfile("http://example.org/one").addProfile("http://example.org/two");
    } else if (shape == 2) {
      claim.getMeta().addSecurity().setSystem("http://example.org").setCode("R");
      claim.getMeta().addTag().setSystem("http://example.org/tag").setCode("t");
    } else if (shape == 3) {
      claim.getMeta().addExtension("http://example.org/ext", new StringType("in meta"));
    } else if (shape == 4) {
      Observation contained = new Observation();
      contained.setId("line-1");
      claim.addContained(contained);
      claim.addSupportingInfo().setSequence(1).setValue(new Reference("#line-1"));
    }
    return claim;
  }
}
