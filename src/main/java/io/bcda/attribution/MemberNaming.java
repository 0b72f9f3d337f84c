package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the models' files inside an archive name their ACO: {@code
 * T.<owner>.ZC8Y18.D181120.T1000009}. Models without an archive (delivered as CSV) are not here.
 */
enum MemberNaming {
  SSP("A\\d{4}", "BCD.", ""),
  NGACO("V\\d{3}", "", ".ACO"),
  CEC("E\\d{4}", "CEC", null),
  CKCC("C\\d{4}", "", ".ACO"),
  KCF("K\\d{4}", "", ".ACO"),
  REACH("D\\d{4}", "", ".ACO"),
  IOTA("IOTA\\d{3}", "", ".PRT"),
  TEST("TEST\\d{3}", "", ".ACO"),
  SANDBOX("SBX[A-Z]{2}\\d{3}", "", ".ACO");

  private final Pattern cmsId;
  private final String before;
  private final @Nullable String after;

  MemberNaming(String cmsId, String before, @Nullable String after) {
    this.cmsId = Pattern.compile(cmsId);
    this.before = before;
    this.after = after;
  }

  /**
   * The naming of an ACO's model.
   *
   * @throws Refusal if the id has the form of no model delivered in archives
   */
  static MemberNaming of(String aco) {
    return Arrays.stream(values())
        .filter(naming -> naming.cmsId.matcher(aco).matches())
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.MALFORMED,
                    "The archive's name holds a CMS id of no model that is delivered in archives; "
                        + "known are ids such as A0001 (SSP), D0001 (REACH), C0001 (CKCC), "
                        + "K0001 (KCF), IOTA001, TEST001."));
  }

  /** What stands for the ACO in the names of its files. CEC's do not tell the ACO. */
  String owner(String aco) {
    return after == null ? before : before + aco + after;
  }

  /** Matches what may stand for an ACO of any model. */
  static String anyOwner() {
    return Arrays.stream(values())
        .map(
            naming ->
                naming.after == null
                    ? Pattern.quote(naming.before)
                    : Pattern.quote(naming.before)
                        + naming.cmsId.pattern()
                        + Pattern.quote(naming.after))
        .collect(Collectors.joining("|", "(?:", ")"));
  }
}
