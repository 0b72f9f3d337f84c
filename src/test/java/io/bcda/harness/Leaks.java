package io.bcda.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What must not stand in a log, by its form: each MBI, token and secret of a test has one, and so
 * has a resource. No value of a test need be known, and none can be forgotten.
 */
final class Leaks {
  /** Synthetic and real MBIs, as CMS describes them, with dashes or without. */
  private static final Pattern MBI =
      Pattern.compile(
          "(?i)(?<![a-z0-9])[1-9][a-z][a-z0-9][0-9]-?[a-z][a-z0-9][0-9]-?[a-z]{2}[0-9]{2}(?![a-z0-9])");

  private static final Pattern HEX_64 =
      Pattern.compile("(?<![0-9a-zA-Z])[0-9a-f]{64}(?![0-9a-zA-Z])");

  /** A resource's place: a claim's or a person's id. */
  private static final Pattern PLACE =
      Pattern.compile("\\b(?:Patient|Coverage|ExplanationOfBenefit)/[A-Za-z0-9.-]+");

  /** Parts of a resource's JSON, an MBI's system, the tests' encryption key, credentials. */
  private static final List<String> TEXTS =
      List.of(
          "\"resourceType\"",
          "\"birthDate\"",
          "us-mbi|",
          "Basic ey",
          "Bearer ey",
          "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

  private Leaks() {}

  /** The kinds of what was found. */
  static List<String> in(String text) {
    List<String> found = new ArrayList<>();
    if (text.length() >= 11 && MBI.matcher(text).find()) {
      found.add("MBI");
    }
    int token = text.indexOf("eyJ");
    if (token >= 0 && text.indexOf('.', token) > 0) {
      found.add("token");
    }
    if (text.length() >= 64 && HEX_64.matcher(text).find()) {
      found.add("secret");
    }
    if (text.indexOf('/') >= 0 && PLACE.matcher(text).find()) {
      found.add("id");
    }
    TEXTS.stream().filter(text::contains).forEach(found::add);
    return found;
  }
}
