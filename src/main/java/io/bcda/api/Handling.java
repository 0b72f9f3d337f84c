package io.bcda.api;

import io.bcda.refusal.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is done with a parameter that cannot be honoured: the request is refused, or the parameter
 * is passed over and a note is kept (RFC 7240 section 4.4; Bulk Data Access, "Headers").
 */
final class Handling {
  private static final int MOST_NOTES = 50;
  private static final String UNNAMED = "A parameter whose name is not repeated here";
  private final boolean lenient;
  private final Map<String, String> passedOver = new LinkedHashMap<>();
  private int more;

  private Handling(boolean lenient) {
    this.lenient = lenient;
  }

  static Handling strict() {
    return new Handling(false);
  }

  static Handling lenient() {
    return new Handling(true);
  }

  /**
   * Refuses, or notes that the parameter which the refusal names is passed over.
   *
   * @throws Refusal the one given, unless handling is lenient
   */
  void refuse(Refusal why) {
    if (!lenient) {
      throw why;
    }
    String name = why.parameter().orElse(UNNAMED);
    if (passedOver.size() < MOST_NOTES || passedOver.containsKey(name)) {
      passedOver.putIfAbsent(name, why.detail());
    } else {
      more++;
    }
  }

  /** A sentence or two for each parameter that was passed over; they hold no value of one. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    passedOver.forEach((name, why) -> notes.add(name + " was ignored. " + why));
    if (more > 0) {
      notes.add(more + " parameters more were ignored.");
    }
    return notes;
  }
}
