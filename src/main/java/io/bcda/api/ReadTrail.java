package io.bcda.api;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.auth.SignedInAco;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * One audit event for each read, search and page of an ACO: of which type, how many, never which,
 * or why it was refused.
 */
@Component
class ReadTrail {
  private final AuditTrail audit;

  ReadTrail(AuditTrail audit) {
    this.audit = audit;
  }

  /** Something may be shown. */
  void shown(ReadInHand read, int resources) {
    append(read.aco(), read.kind(), word(read.interaction()), "shown " + resources);
  }

  /** It was only counted. */
  void counted(ReadInHand read) {
    append(read.aco(), read.kind(), word(read.interaction()), "counted");
  }

  /** The client has it already, in this version. */
  void unchanged(ReadInHand read) {
    append(read.aco(), read.kind(), word(read.interaction()), "unchanged");
  }

  /** There is nothing that it may see. */
  void nothing(SignedInAco aco, AcoRequest.Interaction interaction, ResourceKind kind) {
    append(aco, kind, word(interaction), "not found");
  }

  /**
   * It was refused because the ACO may not do it, or not so often; a refusal for the form of a
   * request is none of the trail's.
   *
   * @param kind empty for a page, and for what is none of our types
   */
  void refused(SignedInAco aco, Optional<ResourceKind> kind, Refusal refusal) {
    boolean told =
        switch (refusal.reason()) {
          case FORBIDDEN, INSUFFICIENT_SCOPE, BUSY -> true;
          default -> false;
        };
    if (told) {
      String reason = refusal.reason().name().toLowerCase(Locale.ROOT);
      String outcome = kind.map(ResourceKind::fhirType).orElse("other") + ": " + reason;
      audit.append(AuditKind.FHIR_REFUSED, aco.aco(), aco.clientId(), null, outcome);
    }
  }

  private static String word(AcoRequest.Interaction interaction) {
    return interaction.name().toLowerCase(Locale.ROOT);
  }

  private void append(SignedInAco aco, ResourceKind kind, String interaction, String end) {
    String outcome = "%s %s: %s".formatted(kind.fhirType(), interaction, end);
    audit.append(AuditKind.FHIR_READ, aco.aco(), aco.clientId(), null, outcome);
  }
}
