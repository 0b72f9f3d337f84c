package io.bcda.sandbox;

import java.util.Locale;

/**
 * How much of each resource is written. Ids, people, dates and versions are the same either way.
 */
enum Detail {
  /** All that CMS shows: a claim takes about 16 kB. */
  FULL,
  /** What a store indexes and FHIR asks for, and little else: a claim takes 2 to 3 kB. */
  LEAN;

  /** As the command line has it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Detail parse(String word) {
    for (Detail detail : values()) {
      if (detail.word().equals(word)) {
        return detail;
      }
    }
    throw new IllegalArgumentException("--claims must be full or lean, not " + word);
  }
}
