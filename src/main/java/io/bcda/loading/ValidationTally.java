package io.bcda.loading;

import io.bcda.loading.LineValidator.Finding;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found in a sample, counted. Holds no content. Not thread-safe. */
final class ValidationTally {
  private final Map<LineKind, Kind> kinds = new EnumMap<>(LineKind.class);
  private final Map<Rule, Count> rules =
      new TreeMap<>(
          Comparator.comparing(Rule::set)
              .thenComparing(Rule::kind)
              .thenComparing(r -> r.finding().rule())
              .thenComparing(r -> r.finding().path()));

  /** A rule broken by lines of one kind. */
  record Rule(RuleSet set, LineKind kind, Finding finding) {}

  /**
   * How often.
   *
   * @param errors in all resources
   * @param resources that have at least one
   */
  record Count(long errors, long resources) {}

  /** What was looked at of one kind. */
  static final class Kind {
    private final Map<LineReason, Long> refused = new EnumMap<>(LineReason.class);
    private final Map<RuleSet, Sound> sets = new EnumMap<>(RuleSet.class);
    private long sampled;

    /** Lines drawn. */
    long sampled() {
      return sampled;
    }

    /** Lines that the loader would refuse; nobody validates those. */
    Map<LineReason, Long> refused() {
      return refused;
    }

    /** By rule set; none for one that was not asked. */
    Map<RuleSet, Sound> sets() {
      return sets;
    }
  }

  /**
   * Resources held to a rule set.
   *
   * @param resources all
   * @param sound those without errors
   * @param errors of the others
   */
  record Sound(long resources, long sound, long errors) {
    private Sound plus(int found) {
      return new Sound(resources + 1, sound + (found == 0 ? 1 : 0), errors + found);
    }
  }

  void drawn(LineKind kind) {
    kind(kind).sampled++;
  }

  void refused(LineKind kind, LineReason reason) {
    kind(kind).refused.merge(reason, 1L, Long::sum);
  }

  void validated(RuleSet set, LineKind kind, List<Finding> findings) {
    Map<RuleSet, Sound> sets = kind(kind).sets;
    sets.put(set, sets.getOrDefault(set, new Sound(0, 0, 0)).plus(findings.size()));
    for (Finding finding : findings) {
      rules.merge(new Rule(set, kind, finding), new Count(1, 0), ValidationTally::sum);
    }
    for (Finding finding : new HashSet<>(findings)) {
      rules.merge(new Rule(set, kind, finding), new Count(0, 1), ValidationTally::sum);
    }
  }

  private static Count sum(Count one, Count other) {
    return new Count(one.errors + other.errors, one.resources + other.resources);
  }

  Map<LineKind, Kind> kinds() {
    return kinds;
  }

  /** In the order of rule sets, kinds, rules and paths. */
  Map<Rule, Count> rules() {
    return rules;
  }

  private Kind kind(LineKind kind) {
    return kinds.computeIfAbsent(kind, k -> new Kind());
  }
}
