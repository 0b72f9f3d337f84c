package io.bcda.auth;

import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Tells the audit trail that a good token came from where its client may not be: it was stolen, or
 * the client has moved. Once in five minutes for a client and an address, so that a polling client
 * does not fill the trail. Thread-safe.
 */
@Component
class AddressRefusals {
  private static final Duration PAUSE = Duration.ofMinutes(5);
  private static final int KEPT = 1_000;
  private final Map<String, Instant> told = new LinkedHashMap<>();
  private final AuditTrail audit;
  private final Clock clock;

  AddressRefusals(AuditTrail audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  void tell(Client client, String address) {
    if (isDue(client.id() + " " + address)) {
      audit.append(
          AuditKind.ADDRESS_REFUSED,
          client.aco().orElse(null),
          client.id(),
          RemoteAddress.shown(address),
          Admission.Verdict.ADDRESS_REFUSED.word());
    }
  }

  private synchronized boolean isDue(String key) {
    Instant now = clock.instant();
    Instant last = told.get(key);
    if (last != null && now.isBefore(last.plus(PAUSE))) {
      return false;
    }
    told.remove(key);
    told.put(key, now);
    if (told.size() > KEPT) { // the one told longest ago
      told.remove(told.keySet().iterator().next());
    }
    return true;
  }
}
