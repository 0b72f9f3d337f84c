package io.bcda.attribution;

import io.bcda.attribution.AttributionSettings.MbiFormRule;
import io.bcda.attribution.AttributionSettings.SyntheticMbi;
import io.bcda.refusal.Refusal;
import java.util.regex.Pattern;

/**
 * Whether an MBI may stand in a roster. CMS's form: 11 characters, letters without S, L, O, I, B
 * and Z; an S in second place marks a synthetic one, which is never issued.
 */
record MbiRules(MbiFormRule form, SyntheticMbi synthetic) {
  private static final String LETTER = "[AC-HJKMNP-RT-Y]";
  private static final String EITHER = "[0-9AC-HJKMNP-RT-Y]";
  private static final Pattern FORM =
      Pattern.compile(
          "[1-9][AC-HJKMNP-Y]" // S here alone
              + EITHER
              + "[0-9]"
              + LETTER
              + EITHER
              + "[0-9]"
              + LETTER
              + LETTER
              + "[0-9]{2}");

  /**
   * Whether the MBI has CMS's form.
   *
   * @param line for the sentence of a refusal, which never holds the MBI
   * @throws Refusal if such an MBI must not be loaded
   */
  boolean check(String mbi, FileLine line) {
    boolean marked = mbi.length() > 1 && mbi.charAt(1) == 'S';
    if (synthetic == SyntheticMbi.REQUIRE && !marked) {
      throw refused(line, "an MBI that is not synthetic (no S in second place), which this server");
    }
    if (synthetic == SyntheticMbi.REFUSE && marked) {
      throw refused(line, "a synthetic MBI (S in second place), which this server");
    }
    boolean wellFormed = FORM.matcher(mbi).matches();
    if (!wellFormed && form == MbiFormRule.REJECT) {
      throw refused(
          line, "an MBI that has not CMS's form (bcda.attribution.mbi-form), which this server");
    }
    return wellFormed;
  }

  private static Refusal refused(FileLine line, String what) {
    return line.refused("has " + what + " does not accept");
  }
}
