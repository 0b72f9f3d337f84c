package io.bcda.attribution;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a delivered file.
 *
 * @param name the file's name
 * @param notes sentences for the operator: first what happened and why, then what is odd about it;
 *     never an MBI
 * @param roster the roster it holds, if it was loaded now
 */
public record Delivery(
    String name, String sha256, Outcome outcome, List<String> notes, Optional<Roster> roster) {

  /** How it ended. */
  public enum Outcome {
    /** What it says counts now. */
    LOADED,
    /** It would be loaded, were this no dry run. */
    LOADABLE,
    /** The same bytes were loaded before; nothing was done. */
    KNOWN,
    /** Nothing was loaded. */
    REJECTED
  }

  public Delivery {
    notes = List.copyOf(notes);
    if (notes.isEmpty()) {
      throw new IllegalArgumentException("a delivery without a word");
    }
  }

  /** A text for the operator. */
  public String report() {
    StringBuilder text = new StringBuilder();
    text.append("file:    ").append(name).append('\n');
    text.append("sha-256: ").append(sha256).append('\n');
    text.append("outcome: ").append(outcome.name().toLowerCase(Locale.ROOT)).append('\n');
    notes.forEach(note -> text.append("- ").append(note).append('\n'));
    return text.toString();
  }
}
