package io.bcda.logs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a log entry what looks like an MBI, an id of a claim or person, a token, a secret.
 * Works on shape, so it takes out too much rather than too little. Its time grows with the text's
 * length only: no pattern goes back over what it has read.
 */
public final class Mask {
  static final String MBI = "[mbi]";
  static final String ID = "[id]";
  static final String SECRET = "[secret]";

  /** A claim's or a person's place; of a request's path, {@code $export} does not look like one. */
  private static final Pattern PLACE =
      Pattern.compile("\\b(Patient|Coverage|ExplanationOfBenefit)/[A-Za-z0-9.-]++");

  /**
   * CMS's form of an MBI, with or without dashes, in capitals or not, real or synthetic (S in
   * second place); or an HICN, its predecessor: nine digits and a capital, perhaps one more
   * character.
   */
  private static final Pattern PERSON =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:"
              + "[1-9][A-Za-z][A-Za-z0-9][0-9]-?[A-Za-z][A-Za-z0-9][0-9]-?[A-Za-z]{2}[0-9]{2}"
              + "|[0-9]{9}[A-TW][A-Z0-9]?"
              + ")(?![A-Za-z0-9])");

  /** A JWT, a secret of this server (64 hexadecimal digits), or what a telling name announces. */
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "(?:(?<![A-Za-z0-9_-])|(?<=%20|%22|%3[Dd]))"
              + "eyJ[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+){1,4}+"
              + "|(?<![A-Za-z0-9])[0-9A-Fa-f]{64}(?![A-Za-z0-9])"
              + "|(?i)(?<kept>\\b(?:bearer|basic)[ ]{1,4}+)[A-Za-z0-9+/_.~=-]{16,}+"
              + "|(?i)(?<name>(?:client_assertion|client_secret|access_token|refresh_token|id_token"
              + "|password|passwd|key-encryption-key)[\"']?+ {0,4}+[=:] {0,4}+[\"']?+)"
              + "[^\\s\"'&,;)}\\]]++");

  private Mask() {}

  /** Whether something in the text looks like the identifier of a person. */
  public static boolean holdsPerson(String text) {
    return PERSON.matcher(text).find();
  }

  static String of(String text) {
    return credentials(people(places(text)));
  }

  private static String places(String text) {
    Matcher found = PLACE.matcher(text);
    return found.find() ? found.replaceAll("$1/" + Matcher.quoteReplacement(ID)) : text;
  }

  private static String people(String text) {
    Matcher found = PERSON.matcher(text);
    return found.find() ? found.replaceAll(MBI) : text;
  }

  private static String credentials(String text) {
    Matcher found = CREDENTIALS.matcher(text);
    if (!found.find()) {
      return text;
    }
    return found.replaceAll(
        m -> {
          Matcher at = (Matcher) m;
          String before = at.group("kept") != null ? at.group("kept") : at.group("name");
          return Matcher.quoteReplacement(before == null ? SECRET : before + SECRET);
        });
  }
}
