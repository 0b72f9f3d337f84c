package io.bcda.attribution;

import io.bcda.store.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What an ACO can see at one time.
 *
 * @param snapshot what is known
 * @param roster the roster in force; null for none, so that nobody is seen
 * @param services which claims count by their service date
 * @param preferences which preferences given to 1-800-MEDICARE count; null for none, by an exempt
 *     model
 */
public record Sight(
    Snapshot snapshot,
    @Nullable Long roster,
    ServiceWindow services,
    @Nullable PreferenceWindow preferences) {

  /** The roster's id; of no roster if there is none, so that joins with it are empty. */
  public long rosterOrNone() {
    return orNone(roster);
  }

  /** No roster has the id -1. */
  static long orNone(@Nullable Long roster) {
    return roster == null ? -1 : roster;
  }
}
