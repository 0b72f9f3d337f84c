package io.bcda.attribution;

import io.bcda.store.KnowledgeSql;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who has opted out of data sharing, in SQL. A preference under any of a person's MBIs, current or
 * former, counts for the person; the newest effective date decides, and of one date the opt-out. Of
 * an MBI that leads to two Patients opt-outs count for both and choices to share for neither.
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
    UnaryOperator<String> holds = alias -> knowledge.visible(alias, at);
    return decided(pid, window, when, holds, holds);
  }

  /**
   * A condition: the person, as an export knew it, has opted out by what is committed now, and by
   * today's date. Opt-outs count under the MBIs of that time and of now, choices to share under
   * those of now only. For a statement with the parameters of the export's cohort.
   */
  String optedOutToday(String pid, PreferenceWindow window) {
    UnaryOperator<String> open = alias -> alias + ".to_xid IS NULL";
    UnaryOperator<String> openOrKnown =
        alias -> "(%s OR %s)".formatted(open.apply(alias), knowledge.visible(alias, "now"));
    return decided(pid, window, "Today", open, openOrKnown);
  }

  /**
   * @param holds whether a row counts
   * @param linksOut the same for the links by which opt-outs are the person's
   */
  private static String decided(
      String pid,
      PreferenceWindow window,
      String when,
      UnaryOperator<String> holds,
      UnaryOperator<String> linksOut) {
    return """
    EXISTS (SELECT 1 FROM preference f JOIN mbi_link t ON t.mbi = f.mbi
             WHERE t.patient_pid = %1$s AND NOT f.share AND %2$s AND %3$s AND %4$s
               AND NOT EXISTS (SELECT 1 FROM preference g JOIN mbi_link u ON u.mbi = g.mbi
                                WHERE u.patient_pid = t.patient_pid AND g.share
                                  AND g.effective > f.effective AND %5$s AND %6$s AND %7$s
                                  AND %8$s))
    """
        .formatted(
            pid,
            inWindow("f", window, when),
            holds.apply("f"),
            linksOut.apply("t"),
            inWindow("g", window, when),
            holds.apply("g"),
            holds.apply("u"),
            SoleOwner.of("u", holds));
  }

  /**
   * A condition: an opt-out of the person took effect after {@code then}, up to {@code now}, even
   * if it does not hold any more: it came, its day did, or a choice to share went that may have
   * outweighed it. Rather once too often than once too few.
   *
   * @param now which preferences count now; null where none do
   */
  String tookEffectSince(String pid, @Nullable PreferenceWindow now) {
    if (now == null) {
      return "FALSE";
    }
    return "(%s OR %s)".formatted(cameSince(pid), shareWentSince(pid));
  }

  /**
   * A query of patient_pid: those of some people who opted out at any time under any MBI. Whoever
   * is not among them need not be asked what took effect.
   *
   * @param people a table with a column patient_pid
   */
  static String everAmong(String people) {
    return """
    SELECT DISTINCT k.patient_pid FROM %s k
      JOIN mbi_link t ON t.patient_pid = k.patient_pid
      JOIN preference f ON f.mbi = t.mbi AND NOT f.share
    """
        .formatted(people);
  }

  private String cameSince(String pid) {
    return """
    EXISTS (SELECT 1 FROM preference f JOIN mbi_link t ON t.mbi = f.mbi
             WHERE t.patient_pid = %1$s AND NOT f.share
               AND f.effective <= CAST(:preferencesUntilNow AS DATE) AND %2$s AND %3$s
               AND NOT (%4$s AND %5$s AND f.effective <= CAST(:dayThen AS DATE)))
    """
        .formatted(
            pid,
            knowledge.begun("f", "now"),
            knowledge.begun("t", "now"),
            knowledge.begun("f", "then"),
            knowledge.begun("t", "then"));
  }

  /**
   * Beside an opt-out, a choice to share ended, or its MBI did, or came to lead to another person
   * too. The person stands in both queries, so that PostgreSQL asks of each one in question rather
   * than find all of whom it is so.
   */
  private String shareWentSince(String pid) {
    return """
    EXISTS (SELECT 1 FROM preference f JOIN mbi_link t ON t.mbi = f.mbi
             WHERE t.patient_pid = %1$s AND NOT f.share
               AND f.effective <= CAST(:preferencesUntilNow AS DATE) AND %2$s AND %3$s
               AND EXISTS (SELECT 1 FROM preference g JOIN mbi_link u ON u.mbi = g.mbi
                            WHERE u.patient_pid = %1$s AND g.share AND %4$s AND %5$s
                              AND (%6$s OR %7$s OR %8$s)))
    """
        .formatted(
            pid,
            knowledge.visible("f", "then"),
            knowledge.begun("t", "now"),
            knowledge.begun("g", "now"),
            knowledge.begun("u", "now"),
            endedSince("g"),
            endedSince("u"),
            SoleOwner.another("u", this::begunSince));
  }

  private String begunSince(String alias) {
    return "%s AND NOT %s".formatted(knowledge.begun(alias, "now"), knowledge.begun(alias, "then"));
  }

  /** Of a row that has begun by now. */
  private String endedSince(String alias) {
    return "NOT %s AND (%s OR NOT %s)"
        .formatted(
            knowledge.visible(alias, "now"),
            knowledge.visible(alias, "then"),
            knowledge.begun(alias, "then"));
  }

  private static String inWindow(String alias, PreferenceWindow window, String when) {
    String until = "%s.effective <= CAST(:preferencesUntil%s AS DATE)".formatted(alias, when);
    return window.from() == null
        ? until
        : until + " AND %s.effective >= CAST(:preferencesFrom%s AS DATE)".formatted(alias, when);
  }
}
