package io.bcda.api;

import io.bcda.export.KickOffManner.StatusForm;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a kick-off says in Accept and Prefer. Both may come in several lines, as lists, with
 * parameters, in any case.
 */
record KickOffHeaders(List<HeaderList.Element> accept, Preferences prefer) {
  static final String SEPARATE_STATUS = "separate-export-status";
  private static final Set<String> ACCEPTABLE =
      Set.of("application/fhir+json", "application/json", "application/*", "*/*");

  static KickOffHeaders of(Collection<String> accept, Collection<String> prefer) {
    return new KickOffHeaders(HeaderList.elements(accept), Preferences.of(prefer));
  }

  /** What is to be done with parameters that cannot be honoured (RFC 7240 section 4.4). */
  Handling handling() {
    return prefer.has("handling", "lenient") ? Handling.lenient() : Handling.strict();
  }

  /** Where the job's status requests are to tell the export's state (Bulk Data Access STU 3). */
  StatusForm statusForm() {
    return prefer.has(SEPARATE_STATUS) ? StatusForm.SEPARATE : StatusForm.HTTP;
  }

  /**
   * @throws Refusal MALFORMED if JSON is not acceptable, or an asynchronous answer is not preferred
   */
  void require() {
    if (accept.isEmpty()) {
      throw refusal("Accept header is required: application/fhir+json", "Accept");
    }
    if (accept.stream().noneMatch(e -> e.weight() > 0 && ACCEPTABLE.contains(e.value()))) {
      throw refusal("application/fhir+json is the only supported response format", "Accept");
    }
    if (prefer.isEmpty()) {
      throw refusal("Prefer header is required: respond-async", "Prefer");
    }
    if (!prefer.has("respond-async")) {
      throw refusal(
          "Only asynchronous responses are supported: Prefer must be respond-async", "Prefer");
    }
  }

  private static Refusal refusal(String text, String header) {
    return new Refusal(Reason.MALFORMED, text).at(header);
  }
}
