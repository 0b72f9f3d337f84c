package io.bcda.aco;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The groups of people for which an ACO may ask. */
public enum AcoGroup {
  /** Everybody attributed now. */
  ALL,
  /** Who came with the present delivery, or since a time. */
  NEW,
  /** Who was attributed last year, for late claims. */
  RUNOUT;

  /** Its id in URLs, for example {@code all}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The group of an id; case matters. */
  public static Optional<AcoGroup> of(String id) {
    return Arrays.stream(values()).filter(group -> group.id().equals(id)).findFirst();
  }
}
