package io.bcda.loading;

import io.bcda.loading.ValidationTally.Count;
import io.bcda.loading.ValidationTally.Kind;
import io.bcda.loading.ValidationTally.Rule;
import io.bcda.loading.ValidationTally.Sound;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tally as text.
 *
 * @param lines in the files, by kind
 * @param sets that the sample was held to
 */
record ValidationReport(Map<LineKind, Long> lines, Set<RuleSet> sets, ValidationTally tally) {

  void print(PrintStream out) {
    kinds(out);
    refused(out);
    sets.forEach(set -> rules(set, out));
    out.println();
    out.println("Rules are named by the validator's message ids, places by elements of FHIR:");
    out.println("the report holds no ids and no values. It changes nothing and refuses nothing.");
  }

  private void kinds(PrintStream out) {
    StringBuilder head =
        new StringBuilder("%-14s%12s%9s%9s".formatted("", "lines", "sampled", "refused"));
    sets.forEach(set -> head.append("%28s".formatted(set.label() + ": ok, errors")));
    out.println(head);
    lines.forEach(
        (kind, count) -> {
          Kind seen = tally.kinds().getOrDefault(kind, new Kind());
          long refused = seen.refused().values().stream().mapToLong(n -> n).sum();
          StringBuilder row =
              new StringBuilder(
                  "%-14s%12d%9d%9d".formatted(kind.label(), count, seen.sampled(), refused));
          sets.forEach(set -> row.append("%28s".formatted(sound(seen.sets().get(set)))));
          out.println(row);
        });
  }

  /** As {@code 12 of 20, 3.4 each}: the errors of all divided by the resources. */
  private static String sound(@Nullable Sound sound) {
    return sound == null
        ? "-"
        : String.format(
            Locale.ROOT,
            "%d of %d, %.1f each",
            sound.sound(),
            sound.resources(),
            (double) sound.errors() / sound.resources());
  }

  private void refused(PrintStream out) {
    tally
        .kinds()
        .forEach(
            (kind, seen) ->
                seen.refused()
                    .forEach(
                        (reason, count) ->
                            out.printf(
                                "The loader would refuse %d of %s: %s%n",
                                count, kind.label(), reason.sentence())));
  }

  private void rules(RuleSet set, PrintStream out) {
    out.println();
    boolean none = tally.rules().keySet().stream().noneMatch(rule -> rule.set() == set);
    out.println(set.label() + (none ? ": no errors" : ": errors, resources, kind, rule, place"));
    tally
        .rules()
        .forEach(
            (rule, count) -> {
              if (rule.set() == set) {
                out.println(row(rule, count));
              }
            });
  }

  private static String row(Rule rule, Count count) {
    return "%8d%8d  %-14s%s  %s"
        .formatted(
            count.errors(),
            count.resources(),
            rule.kind().label(),
            rule.finding().rule(),
            rule.finding().path());
  }
}
