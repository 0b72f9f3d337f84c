package io.bcda.api;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.auth.SignedIn;
import io.bcda.auth.SignedInAco;
import io.bcda.export.ExportLevel;
import io.bcda.refusal.Refusal;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Answers kick-offs that are refused, and tells the audit trail of those of signed-in clients. */
@Component
class KickOffRefusals {
  private final OutcomeMapping mapping;
  private final AuditTrail audit;

  KickOffRefusals(OutcomeMapping mapping, AuditTrail audit) {
    this.mapping = mapping;
    this.audit = audit;
  }

  /**
   * @param level empty for a group that does not exist
   */
  Outcome refused(Optional<ExportLevel> level, RuntimeException refusal) {
    Outcome outcome = mapping.of(refusal);
    // No text of the refusal, which may name what was asked; the reason is one of a few words.
    String word =
        refusal instanceof Refusal known
            ? known.reason().name().toLowerCase(Locale.ROOT)
            : "refused";
    SignedIn.find()
        .ifPresent(
            who ->
                audit.append(
                    AuditKind.EXPORT_REFUSED,
                    who instanceof SignedInAco aco ? aco.aco() : null,
                    who.clientId(),
                    level.map(ExportLevel::path).orElse(null),
                    word + ", " + outcome.status()));
    return outcome;
  }
}
