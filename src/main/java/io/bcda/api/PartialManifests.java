package io.bcda.api;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.List;
import java.util.Set;

/**
 * Whether the manifest may come in pages, the first of them while the job runs (Bulk Data Access
 * STU 3, {@code allowPartialManifests}).
 */
final class PartialManifests {
  static final String NAME = "allowPartialManifests";
  private static final Set<String> VALUES = Set.of("true", "false");

  private PartialManifests() {}

  /**
   * @throws Refusal MALFORMED for what is neither true nor false
   */
  static boolean allowed(QueryParameters given, Handling handling) {
    List<String> values = given.all(NAME);
    if (values.size() > 1 || !VALUES.containsAll(values)) {
      handling.refuse(new Refusal(Reason.MALFORMED, NAME + " must be true or false.").at(NAME));
      return false;
    }
    return values.contains("true");
  }
}
