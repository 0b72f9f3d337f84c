package io.bcda.export;

import static io.bcda.store.ResourceKind.EXPLANATION_OF_BENEFIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bcda.attribution.RosterKind;
import io.bcda.export.SelectedExports.Asked;
import io.bcda.harness.AcoClient;
import io.bcda.harness.AlwaysGiven;
import io.bcda.harness.HapiEncoding;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An export of some elements has these, what must be there, and a tag that says so. */
class ElementsIT {
  private static final String TAG_SYSTEM =
      "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenElementsOfClaims_whenExported_thenEachLineIsHapisLessTheOthersAndTagged(
      TestServer server) {
    TestWorld world = new TestWorld(server);
    String person = "p" + UUID.randomUUID().toString().substring(0, 20);
    String mbi = TestWorld.mbi();
    world.patient(person, mbi);
    world.claim("plain" + person, person, LocalDate.of(2025, 1, 31));
    world.put(rich("rich" + person, person));
    // As a version before this one may have stored it: HAPI's parser makes the line.
    world.claim("broken" + person, person, LocalDate.of(2025, 2, 1));
    server
        .db()
        .update(
            "UPDATE hfj_res_ver SET res_text_vc = replace(res_text_vc, ',\"patient\"', ?) WHERE res_id = (SELECT res_id FROM hfj_resource WHERE fhir_id = ?)",
            ",\n\"patient\"",
            "broken" + person);
    world.roster(RosterKind.CURRENT, server.clock().instant().minus(Duration.ofDays(1)), mbi);

    AcoClient.Export export =
        new SelectedExports(server, world)
            .export(Asked.all().elements(EXPLANATION_OF_BENEFIT, "billablePeriod", "disposition"));

    Map<String, List<JsonNode>> lines = export.lines("output");
    assertThat(lines.get("ExplanationOfBenefit")).hasSize(3);
    for (JsonNode line : lines.get("ExplanationOfBenefit")) {
      assertThat(line).isEqualTo(part((ObjectNode) HapiEncoding.of(server, line)));
      assertThat(line.has("billablePeriod")).isEqualTo(!line.get("id").asText().startsWith("rich"));
    }
    JsonNode patient = lines.get("Patient").get(0);
    assertThat(patient).isEqualTo(HapiEncoding.of(server, patient));
  }

  private static ExplanationOfBenefit rich(String id, String person) {
    ExplanationOfBenefit claim = new ExplanationOfBenefit();
    claim.setId(id);
    claim.setPatient(new Reference("Patient/" + person));
    claim.getMeta().addTag().setSystem("http://example.org/t").setCode("kept");
    claim.setDisposition("漢字 \"}");
    claim.getDispositionElement().addExtension("http://example.org/e", new StringType("x"));
    claim.addItem().setSequence(1).getProductOrService().setText("gone");
    claim.addTotal().getAmount().setValue(5);
    return claim;
  }

  private static JsonNode part(ObjectNode whole) {
    List<String> names = whole.properties().stream().map(Map.Entry::getKey).toList();
    for (String name : names) {
      String plain = name.replaceFirst("^_", "");
      if (!AlwaysGiven.OF_CLAIMS.contains(plain)
          && !Set.of("billablePeriod", "disposition").contains(plain)) {
        whole.remove(name);
      }
    }
    ArrayNode tags = ((ObjectNode) whole.get("meta")).withArray("tag");
    tags.addObject().put("system", TAG_SYSTEM).put("code", "SUBSETTED");
    return whole;
  }
}
