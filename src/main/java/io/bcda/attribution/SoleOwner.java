package io.bcda.attribution;

import java.util.function.UnaryOperator;

/** Whether an MBI leads to one Patient only, in SQL. */
final class SoleOwner {
  private SoleOwner() {}

  /**
   * A condition: the link's MBI leads to no other Patient. What a Patient itself says goes before
   * what follows from a change of MBIs.
   *
   * @param link alias of a row of mbi_link
   * @param holds a condition on the alias given: the row is known
   */
  static String of(String link, UnaryOperator<String> holds) {
    return "NOT " + another(link, holds);
  }

  /** A condition: another Patient has a row that meets the condition, and so takes the MBI away. */
  static String another(String link, UnaryOperator<String> meets) {
    return """
    EXISTS (SELECT 1 FROM mbi_link o
             WHERE o.mbi = %1$s.mbi AND o.patient_pid <> %1$s.patient_pid
               AND (o.direct OR NOT %1$s.direct) AND %2$s)
    """
        .formatted(link, meets.apply("o"));
  }
}
