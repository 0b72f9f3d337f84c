package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;

/**
 * A line of a delivered file, for the sentences of refusals: they name the place, never what stands
 * there.
 *
 * @param file as sentences call it
 * @param number 1, 2, 3 …
 */
record FileLine(String file, long number) {

  /** The refusal of the whole file because of this line: {@code what} it is or has. */
  Refusal refused(String what) {
    return new Refusal(Reason.MALFORMED, file + " line " + number + " " + what + ".");
  }
}
