package io.bcda.api;

import io.bcda.export.ExportLevel;
import io.bcda.export.KickOffManner.Method;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code patient}: whom an export is to be narrowed to. Nothing of it is ever passed over, or
 * more people would be given than were asked for.
 */
final class PatientReferences {
  static final String NAME = "patient";
  private static final int MOST = 10_000;
  private final Pattern form;

  /**
   * @param base the FHIR base, absolute, without a slash at its end
   */
  PatientReferences(String base) {
    this.form =
        Pattern.compile(
            "(?:(?:" + Pattern.quote(base) + "/)?Patient/)?(" + SystemRequest.ID.pattern() + ")");
  }

  /**
   * @return ids; empty if the parameter was not given
   * @throws Refusal MALFORMED, NOT_SUPPORTED
   */
  Set<String> parse(KickOffInput input) {
    if (!input.values().names().contains(NAME)) {
      return Set.of();
    }
    if (input.method() == Method.GET) {
      throw refusal(Reason.NOT_SUPPORTED, "patient is taken in the body of a POST only");
    }
    if (input.level().filter(ExportLevel.SYSTEM::equals).isPresent()) {
      throw refusal(
          Reason.NOT_SUPPORTED, "patient is taken by Patient/$export and Group/{id}/$export only");
    }
    List<String> given = input.values().elements(NAME, MOST);
    Set<String> ids = new LinkedHashSet<>();
    given.forEach(reference -> ids.add(id(reference)));
    return ids;
  }

  private String id(String reference) {
    Matcher matcher = form.matcher(reference);
    if (!matcher.matches()) {
      throw refusal(
          Reason.MALFORMED, "patient must be a reference to a Patient of this server: Patient/id");
    }
    return matcher.group(1);
  }

  private static Refusal refusal(Reason reason, String text) {
    return new Refusal(reason, text).at(NAME);
  }
}
