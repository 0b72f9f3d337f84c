package io.bcda.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a client holds that knows nothing but {@code output} and {@code deleted}. For one thread.
 */
final class ChainReplica {
  private final ChainModel model;
  private final Map<String, String> lines = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private long lastAsked = System.nanoTime();

  ChainReplica(ChainModel model) {
    this.model = model;
  }

  /**
   * Takes an export over.
   *
   * @param asked when it was asked for, by {@link System#nanoTime()}
   */
  void take(ChainExports.Answer answer, long asked) {
    for (String key : answer.deleted()) {
      if (answer.output().containsKey(key)) {
        faults.add(key + " is in output and in deleted");
      }
      // Who opted out after the last export's time may be missing in its files, which are cut.
      if (lines.remove(key) == null && !model.mayHaveOptedOut(key, lastAsked)) {
        faults.add(key + " is deleted and was never had");
      }
    }
    answer
        .output()
        .forEach(
            (key, line) -> {
              String before = lines.put(key, line);
              if (before != null && ChainBodies.edition(before) > ChainBodies.edition(line)) {
                faults.add(key + " goes back to " + ChainBodies.text(line));
              }
            });
    lastAsked = asked;
  }

  /** What went wrong while exports were taken over. */
  List<String> faults() {
    return faults;
  }

  /** Where this is not what a full export yields, by key. */
  Map<String, String> differences(Map<String, String> full) {
    Set<String> keys = new TreeSet<>(lines.keySet());
    keys.addAll(full.keySet());
    Map<String, String> differences = new TreeMap<>();
    for (String key : keys) {
      String mine = lines.get(key);
      String theirs = full.get(key);
      if (mine == null || theirs == null || !mine.equals(theirs)) {
        differences.put(key, "replica: %s; server: %s".formatted(text(mine), text(theirs)));
      }
    }
    return differences;
  }

  private static String text(@org.jspecify.annotations.Nullable String line) {
    return line == null ? "none" : ChainBodies.text(line);
  }
}
