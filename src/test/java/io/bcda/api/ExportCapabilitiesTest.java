package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.bcda.settings.Compatibility;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.RunMode;
import io.bcda.settings.ServerSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

class ExportCapabilitiesTest {

  @Test
  void givenWritesOff_whenTold_thenReadsAndSearchesAndNothingElse() {
    CapabilityStatementRestComponent rest = rest(false);
    assertThat(rest.getInteraction()).isEmpty();
    assertThat(rest.getResource())
        .extracting(r -> r.getType())
        .containsExactlyInAnyOrder("Patient", "Group", "Coverage", "ExplanationOfBenefit");
    assertThat(rest.getResource())
        .allSatisfy(
            resource ->
                assertThat(resource.getInteraction())
                    .extracting(i -> i.getCode())
                    .containsExactly(
                        TypeRestfulInteraction.READ, TypeRestfulInteraction.SEARCHTYPE));
    assertThat(searches(rest, "Group")).isEmpty();
    assertThat(searches(rest, "Patient")).containsExactly("_id", "_lastUpdated", "identifier");
    assertThat(searches(rest, "Coverage")).containsExactly("_id", "_lastUpdated", "beneficiary");
    assertThat(searches(rest, "ExplanationOfBenefit"))
        .containsExactly("_id", "_lastUpdated", "_tag", "patient", "service-date", "type");
  }

  private static List<String> searches(CapabilityStatementRestComponent rest, String type) {
    return rest.getResource().stream()
        .filter(r -> r.getType().equals(type))
        .flatMap(r -> r.getSearchParam().stream())
        .map(p -> p.getName())
        .toList();
  }

  @Test
  void givenTheExports_whenTold_thenEachSaysWhatItTakes() {
    CapabilityStatementRestComponent rest = rest(false);
    assertThat(rest.getOperationFirstRep().getDocumentation())
        .contains("POST", "_outputFormat", "_since", "_until", "_type", "_typeFilter", "_elements")
        .contains("patient is not taken")
        .contains("organizeOutputBy (Patient)", "allowPartialManifests", "includeAssociatedData");
    assertThat(rest.getResource())
        .filteredOn(r -> r.hasOperation())
        .hasSize(2)
        .allSatisfy(
            r ->
                assertThat(r.getOperationFirstRep().getDocumentation())
                    .contains("patient is taken in the body of a POST"));
  }

  @Test
  void givenWritesOn_whenTold_thenOfOurTypesOnly() {
    CapabilityStatementRestComponent rest = rest(true);
    assertThat(rest.getInteraction()).hasSize(2);
    assertThat(rest.getResource())
        .filteredOn(
            r ->
                r.getInteraction().stream()
                    .anyMatch(i -> i.getCode() == TypeRestfulInteraction.DELETE))
        .extracting(r -> r.getType())
        .containsExactlyInAnyOrder("Patient", "Coverage", "ExplanationOfBenefit");
  }

  @Test
  void givenABodyLimitOutOfBounds_whenSet_thenRefused() {
    for (DataSize size : List.of(DataSize.ofBytes(1), DataSize.ofMegabytes(257))) {
      assertThatThrownBy(() -> settings(true, size)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static CapabilityStatementRestComponent rest(boolean writes) {
    PublicUrl url = new PublicUrl("https://bcda.example.org", RunMode.SERVER, 0);
    return new ExportCapabilities(
            url, settings(writes, DataSize.ofMegabytes(32)), Clock.systemUTC())
        .getServerConformance(new MockHttpServletRequest(), new SystemRequestDetails())
        .getRestFirstRep();
  }

  private static ServerSettings settings(boolean writes, DataSize most) {
    return new ServerSettings(Path.of("x"), null, "1", writes, most, Compatibility.IG);
  }
}
