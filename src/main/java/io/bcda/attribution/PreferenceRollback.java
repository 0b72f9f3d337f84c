package io.bcda.attribution;

import io.bcda.attribution.PreferenceStore.FileInForce;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes preference files back, each in a transaction of its own. What a file had corrected counts
 * again: without it, people would be shown who opted out in both. What was corrected in an earlier
 * era is not there any more; then it can at least be delivered again.
 */
@Component
class PreferenceRollback {
  private final PreferenceStore preferences;
  private final DeliveryStore deliveries;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;

  PreferenceRollback(
      PreferenceStore preferences,
      DeliveryStore deliveries,
      AuditTrail audit,
      PlatformTransactionManager transactions) {
    this.preferences = preferences;
    this.deliveries = deliveries;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Ends what the file of a delivery says.
   *
   * @return sentences for the operator
   * @throws Refusal NOT_FOUND if it counts no more, or is no file of preferences
   */
  List<String> rollback(DeliveryRecord delivery) {
    List<String> notes = transaction.execute(status -> rolledBack(delivery));
    return notes == null ? List.of() : notes;
  }

  private List<String> rolledBack(DeliveryRecord delivery) {
    FileInForce held =
        preferences
            .holdInForce(delivery.id())
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.NOT_FOUND,
                        "What this delivery brought is not in force; nothing was done"));
    preferences.end(held);
    deliveries.rolledBack(delivery.id());
    Optional<Long> corrected = preferences.putCorrectedBack(held);
    Optional<Long> lost =
        corrected.isPresent() ? Optional.empty() : deliveries.loadedPreferences(held.fileTime());
    lost.ifPresent(deliveries::rolledBack); // so that its bytes are no longer known
    List<String> notes = notes(held, corrected, lost);
    audit.append(
        AuditKind.PREFERENCES_ROLLED_BACK,
        null,
        null,
        delivery.name(),
        "sha-256 " + delivery.sha256() + ": " + String.join(" ", notes));
    return notes;
  }

  /**
   * @param corrected the delivery whose file counts again
   * @param lost the delivery whose file should, but was forgotten with its era
   */
  private static List<String> notes(
      FileInForce gone, Optional<Long> corrected, Optional<Long> lost) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Rolled back: preferences of %s (delivery %d): %d, of which %d opt out, count no more."
            .formatted(gone.fileTime(), gone.delivery(), gone.preferences(), gone.optOuts()));
    corrected.ifPresent(
        delivery ->
            notes.add(
                "The file that it had corrected (delivery %d) counts again.".formatted(delivery)));
    lost.ifPresent(
        delivery ->
            notes.add(
                ("Warning: the file that it had corrected (delivery %d) cannot count again: the"
                        + " data were restored or the index was rebuilt since. Deliver that file"
                        + " again; until then, who opted out in it is shown.")
                    .formatted(delivery)));
    return notes;
  }
}
