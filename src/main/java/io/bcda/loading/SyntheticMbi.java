package io.bcda.loading;

import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * CMS gives no person an MBI with an S in second place; synthetic data use them. A real MBI never
 * has one of S, L, O, I, B, Z at all.
 */
final class SyntheticMbi {
  private static final String SYSTEM = "http://hl7.org/fhir/sid/us-mbi";
  private static final String TYPE = "MC";

  /** The form of an MBI, also of a synthetic one: C A AN N A AN N A A N N. */
  private static final Pattern FORM =
      Pattern.compile(
          "[1-9][A-Z][A-Z0-9][0-9][A-Z][A-Z0-9][0-9][A-Z][A-Z][0-9][0-9]",
          Pattern.CASE_INSENSITIVE);

  private SyntheticMbi() {}

  /** Whether every MBI that the resource holds where MBIs stand is synthetic; true for none. */
  static boolean everyOf(Resource resource) {
    if (resource instanceof Patient patient) {
      return patient.getIdentifier().stream()
          .filter(SyntheticMbi::isMbi)
          .allMatch(i -> isSynthetic(Optional.ofNullable(i.getValue()).orElse("")));
    }
    if (resource instanceof Coverage coverage) {
      String subscriber = Optional.ofNullable(coverage.getSubscriberId()).orElse("").strip();
      return !FORM.matcher(subscriber.replace("-", "")).matches() || isSynthetic(subscriber);
    }
    return true;
  }

  static boolean isSynthetic(String mbi) {
    String value = mbi.strip();
    return value.length() > 1 && Character.toUpperCase(value.charAt(1)) == 'S';
  }

  private static boolean isMbi(Identifier identifier) {
    return SYSTEM.equals(identifier.getSystem())
        || identifier.getType().getCoding().stream().anyMatch(c -> TYPE.equals(c.getCode()));
  }
}
