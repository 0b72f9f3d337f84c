package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import io.bcda.audit.AuditEntry;
import io.bcda.audit.AuditKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events of each kind as FHIR, held to the base definitions of R4 by HAPI's validator. */
class FhirAuditEventTest {
  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final FhirValidator VALIDATOR = validator();

  private static FhirValidator validator() {
    var chain =
        new ValidationSupportChain(
            new DefaultProfileValidationSupport(R4),
            new CommonCodeSystemsTerminologyService(R4),
            new InMemoryTerminologyServerValidationSupport(R4));
    return new FhirValidator(R4).registerValidatorModule(new FhirInstanceValidator(chain));
  }

  /** The errors that the validator finds. */
  static List<String> errors(IBaseResource resource) {
    return VALIDATOR.validateWithResult(resource).getMessages().stream()
        .filter(m -> m.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .map(SingleValidationMessage::toString)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(AuditKind.class)
  void givenAKind_whenWrittenAsFhir_thenItIsAValidAuditEvent(AuditKind kind) {
    Instant at = Instant.parse("2026-11-30T12:00:00.123Z");
    AuditEvent full =
        FhirAuditEvent.of(
            new AuditEntry(
                7,
                at,
                kind,
                Optional.of("A0001"),
                Optional.of("client"),
                Optional.of("job/file"),
                Optional.of("192.0.2.1"),
                "some words"));
    assertThat(errors(full)).isEmpty();
    assertThat(full.getSubtypeFirstRep().getCode()).isEqualTo(AcoResource.word(kind));
    assertThat(full.getRecorded().toInstant()).isEqualTo(at);
    boolean failed = kind.name().matches(".*(REFUSED|REJECTED|BROKEN_OFF)");
    assertThat(full.getOutcome().toCode()).isEqualTo(failed ? "4" : "0");
    assertThat(full.getOutcomeDesc()).isEqualTo("some words");
    assertThat(full.getAgentFirstRep().getWho().getIdentifier().getValue()).isEqualTo("client");
    assertThat(full.getAgentFirstRep().getNetwork().getAddress()).isEqualTo("192.0.2.1");
    assertThat(full.getAgent().get(1).getWho().getIdentifier().getValue()).isEqualTo("A0001");
    assertThat(full.getEntityFirstRep().getWhat().getIdentifier().getValue()).isEqualTo("job/file");

    AuditEvent bare =
        FhirAuditEvent.of(
            new AuditEntry(
                8,
                at,
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "some words"));
    assertThat(errors(bare)).isEmpty();
    assertThat(bare.getAgentFirstRep().getRequestor()).isFalse();
  }

  /** Errors of a page. */
  static List<String> errors(String bundle) {
    return errors(R4.newJsonParser().parseResource(Bundle.class, bundle));
  }
}
