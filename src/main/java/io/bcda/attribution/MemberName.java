package io.bcda.attribution;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a CCLF0 or CCLF8 file inside an archive says, for example {@code
 * T.BCD.A0001.ZC8Y18.D181120.T1000009}.
 *
 * @param file 0 or 8
 * @param owner what stands for the ACO, by its model
 */
record MemberName(int file, String owner, RosterKind kind, int performanceYear, Instant fileTime) {
  private static final Pattern MEMBER =
      Pattern.compile(
          "[TP]\\.(?<owner>"
              + MemberNaming.anyOwner()
              + ")\\.ZC(?<file>[08])(?<kind>[YR])(?<year>\\d{2})\\.D(?<date>\\d{6})\\.T(?<time>\\d{7})");

  /**
   * Reads a member's name; empty for other files, which an archive may hold and nobody needs.
   *
   * @throws io.bcda.refusal.Refusal if it is such a name with an impossible date
   */
  static Optional<MemberName> of(String name) {
    Matcher parts = MEMBER.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new MemberName(
            Integer.parseInt(parts.group("file")),
            parts.group("owner"),
            RosterKind.ofCode(parts.group("kind")),
            2000 + Integer.parseInt(parts.group("year")),
            DeliveryName.timestamp(
                parts.group("date"),
                parts.group("time"),
                "The name of CCLF" + parts.group("file") + " in the archive")));
  }
}
