package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ResourceCheckTest {
  /** On the example card of CMS, and nobody's. */
  private static final String REAL_FORM = "1EG4TE5MK73";

  private final ResourceCheck sandbox = check(true);
  private final ResourceCheck production = check(false);

  @Test
  void givenASandbox_whenAnMbiIsNotSynthetic_thenRefusedAndNotQuoted() {
    Patient real = patient(REAL_FORM);
    assertThatThrownBy(() -> sandbox.check(real, Set.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("not synthetic")
        .hasMessageNotContaining("1EG4");
    assertThatCode(() -> production.check(real, Set.of())).doesNotThrowAnyException();
    assertThatCode(() -> sandbox.check(patient("1SG4TE5MK73"), Set.of()))
        .doesNotThrowAnyException();
    Coverage coverage = new Coverage();
    coverage.setBeneficiary(new Reference("Patient/1")).setSubscriberId(REAL_FORM);
    assertThatThrownBy(() -> sandbox.check(coverage, Set.of())).isInstanceOf(Refusal.class);
  }

  private ExplanationOfBenefit claim() {
    String line = TestLines.claim("c", "1");
    return (ExplanationOfBenefit) production.parse(line.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void givenAClaimThatLacksWhatFhirRequires_whenChecked_thenRefused() {
    ExplanationOfBenefit claim = claim();
    claim.setInsurer((Reference) null);
    assertThatThrownBy(() -> production.check(claim, Set.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("insurer");
  }

  @Test
  void givenAPlaceholder_whenTheTransactionMakesIt_thenItStandsForAPatient() {
    ExplanationOfBenefit claim = claim();
    claim.setPatient(new Reference("urn:uuid:a"));
    assertThatCode(() -> production.check(claim, Set.of("urn:uuid:a"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> production.check(claim, Set.of("urn:uuid:b")))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void givenAReferenceBySearch_whenAnywhere_thenRefused() {
    ExplanationOfBenefit claim = claim();
    claim.addInsurance().setCoverage(new Reference("Coverage?beneficiary=Patient/1"));
    assertThatThrownBy(() -> production.check(claim, Set.of()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("by a search");
  }

  @Test
  void givenTheSendersVersion_whenChecked_thenGone() {
    Resource patient =
        production.parse(
            "{\"resourceType\":\"Patient\",\"meta\":{\"versionId\":\"9\",\"lastUpdated\":\"2020-01-01T00:00:00Z\"}}"
                .getBytes(StandardCharsets.UTF_8));
    production.check(patient, Set.of());
    assertThat(patient.getMeta().isEmpty()).isTrue();
  }

  private static Patient patient(String mbi) {
    Patient patient = new Patient();
    patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-mbi").setValue(mbi);
    return patient;
  }

  private static ResourceCheck check(boolean syntheticOnly) {
    var source =
        new MapConfigurationPropertySource(
            Map.of("bcda.loading.synthetic-only", String.valueOf(syntheticOnly)));
    LoadingSettings settings = new Binder(source).bind("bcda.loading", LoadingSettings.class).get();
    return new ResourceCheck(FhirContext.forR4Cached(), settings);
  }
}
