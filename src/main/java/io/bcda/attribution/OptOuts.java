package io.bcda.attribution;

import io.bcda.store.KnowledgeSql;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who has opted out of data sharing, in SQL. A preference under any of a person's MBIs, current or
 * former, counts for the person; the newest effective date decides, and of one date the opt-out.
 */
@Component
class OptOuts {
  private final KnowledgeSql knowledge;

  OptOuts(KnowledgeSql knowledge) {
    this.knowledge = knowledge;
  }

  /**
   * A condition: the person has opted out.
   *
   * @param pid SQL of the person's Patient
   * @param window null where preferences do not count: then nobody has
   * @param when Now or Then: ends the names of the parameters
   */
  String optedOut(String pid, @Nullable PreferenceWindow window, String when) {
    if (window == null) {
      return "FALSE";
    }
    String at = when.toLowerCase(Locale.ROOT);
    UnaryOperator<String> known = alias -> knowledge.visible(alias, at);
    return decided(pid, window, when, known, known);
  }

  /**
   * A condition: the person has opted out by what is committed now, and by today's date: under the
   * MBIs that are the person's, or under these and those that were so {@code now}. What was made
   * then has the person, who may opt out under an MBI that was lost since.
   */
  String optedOutToday(String pid, PreferenceWindow window) {
    return "(%s OR %s)"
        .formatted(
            decided(pid, window, "Today", OptOuts::isOpen, OptOuts::isOpen),
            decided(pid, window, "Today", OptOuts::isOpen, this::isOrWas));
  }

  private static String isOpen(String alias) {
    return alias + ".to_xid IS NULL";
  }

  /** A condition: the link holds, or did so {@code now}. */
  String isOrWas(String alias) {
    return "(%s OR %s)".formatted(isOpen(alias), knowledge.visible(alias, "now"));
  }

  /**
   * @param told whether a preference counts, by its alias
   * @param linked whether a link from an MBI to a person counts
   */
  private static String decided(
      String pid,
      PreferenceWindow window,
      String when,
      UnaryOperator<String> told,
      UnaryOperator<String> linked) {
    return """
    EXISTS (SELECT 1 FROM preference f JOIN mbi_link t ON t.mbi = f.mbi
             WHERE t.patient_pid = %1$s AND NOT f.share AND %2$s AND %3$s AND %4$s
               AND NOT EXISTS (SELECT 1 FROM preference g JOIN mbi_link u ON u.mbi = g.mbi
                                WHERE u.patient_pid = t.patient_pid AND g.share
                                  AND g.effective > f.effective AND %5$s AND %6$s AND %7$s))
    """
        .formatted(
            pid,
            inWindow("f", window, when),
            told.apply("f"),
            linked.apply("t"),
            inWindow("g", window, when),
            told.apply("g"),
            linked.apply("u"));
  }

  /**
   * A condition: an opt-out of the person took effect after {@code then}, up to {@code now}, even
   * if it does not hold any more. It may be an old one, when a newer choice to share that held then
   * does so no more, or was away for a while. Rather once too often than once too few.
   *
   * @param now which preferences count now; null where none do
   */
  String tookEffectSince(String pid, @Nullable PreferenceWindow now) {
    if (now == null) {
      return "FALSE";
    }
    return """
    EXISTS (SELECT 1 FROM preference f JOIN mbi_link t ON t.mbi = f.mbi
             WHERE t.patient_pid = %1$s AND NOT f.share
               AND f.effective <= CAST(:preferencesUntilNow AS DATE) AND %2$s AND %3$s
               AND (NOT (%4$s AND %5$s AND f.effective <= CAST(:dayThen AS DATE)) OR %6$s))
    """
        .formatted(
            pid,
            knowledge.begun("f", "now"),
            knowledge.begun("t", "now"),
            knowledge.begun("f", "then"),
            knowledge.begun("t", "then"),
            outweighedThen());
  }

  /** A condition: the person told to share later than by f, and that ended after then. */
  private String outweighedThen() {
    return """
    EXISTS (SELECT 1 FROM preference g JOIN mbi_link u ON u.mbi = g.mbi
             WHERE u.patient_pid = t.patient_pid AND g.share AND g.effective > f.effective
               AND %s AND %s AND NOT (%s AND %s))
    """
        .formatted(
            knowledge.visible("g", "then"),
            knowledge.visible("u", "then"),
            knowledge.visible("g", "now"),
            knowledge.visible("u", "now"));
  }

  private static String inWindow(String alias, PreferenceWindow window, String when) {
    String until = "%s.effective <= CAST(:preferencesUntil%s AS DATE)".formatted(alias, when);
    return window.from() == null
        ? until
        : until + " AND %s.effective >= CAST(:preferencesFrom%s AS DATE)".formatted(alias, when);
  }
}
