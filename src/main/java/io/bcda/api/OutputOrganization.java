package io.bcda.api;

import io.bcda.export.OrganizedBy;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.List;

/** The kick-off parameter {@code organizeOutputBy} (Bulk Data Access STU 3). */
final class OutputOrganization {
  static final String NAME = "organizeOutputBy";

  /** The one type by whose instances files can be organized. */
  static final String PATIENT = "Patient";

  private OutputOrganization() {}

  /**
   * @throws Refusal NOT_SUPPORTED for any value but Patient, unless handling is lenient: then files
   *     are by type
   */
  static OrganizedBy parse(QueryParameters given, Handling handling) {
    List<String> values = given.all(NAME);
    if (values.isEmpty()) {
      return OrganizedBy.TYPE;
    }
    if (values.equals(List.of(PATIENT))) {
      return OrganizedBy.PATIENT;
    }
    handling.refuse(
        new Refusal(
                Reason.NOT_SUPPORTED,
                "Invalid parameter: this server supports organizeOutputBy with the one value"
                    + " Patient.")
            .at(NAME));
    return OrganizedBy.TYPE;
  }
}
