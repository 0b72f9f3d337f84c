package io.bcda.api;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.IdentifierHashes;
import io.bcda.store.TaggedResources.Tag;
import java.time.YearMonth;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of an ACO's search, checked one by one; a refusal never repeats one. */
final class SearchValues {
  private static final int MOST = 100;
  private static final Pattern DATE =
      Pattern.compile(
          "(?:eq|gt|ge|lt|le|sa|eb)?\\d{4}(?:-\\d{2}(?:-\\d{2}"
              + "(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d{2}:\\d{2}))?)?)?");
  private static final Pattern COARSE = Pattern.compile("(ge|le)(\\d{4})(-\\d{2})?");
  private static final Pattern TOKEN =
      Pattern.compile("(?:CHAR{0,200}\\|)?CHAR{1,200}".replace("CHAR", "[^|,$\\\\\\s\\p{Cntrl}]"));

  private SearchValues() {}

  /**
   * Ids with commas between them.
   *
   * @throws Refusal MALFORMED
   */
  static Set<String> ids(String name, String value) {
    Set<String> ids = new LinkedHashSet<>(elements(name, value));
    require(
        ids.stream().allMatch(id -> SystemRequest.ID.matcher(id).matches()),
        name,
        "takes ids, with commas between them");
    return ids;
  }

  /**
   * A reference to one Patient: {@code 123}, {@code Patient/123}, or its URL here.
   *
   * @param base the FHIR base of this server
   * @throws Refusal MALFORMED
   */
  static String patient(String name, String value, String base) {
    String relative = value.startsWith(base + "/") ? value.substring(base.length() + 1) : value;
    String id = relative.startsWith("Patient/") ? relative.substring(8) : relative;
    require(
        SystemRequest.ID.matcher(id).matches(), name, "takes one Patient: its id, or Patient/id");
    return id;
  }

  /**
   * Identifiers, {@code system|value} or {@code value}, with commas between them.
   *
   * @throws Refusal MALFORMED
   */
  static IdentifierHashes identifiers(String name, String value) {
    IdentifierHashes hashes = IdentifierHashes.NONE;
    for (String element : elements(name, value)) {
      require(
          TOKEN.matcher(element).matches(),
          name,
          "takes system|value or value, with commas between several");
      int bar = element.indexOf('|');
      hashes =
          bar < 0
              ? hashes.and(element)
              : hashes.and(element.substring(0, bar), element.substring(bar + 1));
    }
    return hashes;
  }

  /**
   * Codes, {@code system|code} or {@code code}, with commas between them.
   *
   * @throws Refusal MALFORMED
   */
  static void checkTokens(String name, String value) {
    require(
        elements(name, value).stream().allMatch(e -> TOKEN.matcher(e).matches()),
        name,
        "takes system|code or code, with commas between several");
  }

  /**
   * Codes of tags, as {@link #checkTokens}.
   *
   * @throws Refusal MALFORMED
   */
  static Set<Tag> tags(String name, String value) {
    checkTokens(name, value);
    Set<Tag> tags = new LinkedHashSet<>();
    for (String element : elements(name, value)) {
      int bar = element.indexOf('|');
      tags.add(
          bar < 0
              ? new Tag(null, element)
              : new Tag(element.substring(0, bar), element.substring(bar + 1)));
    }
    return tags;
  }

  /**
   * A date or time with its prefix.
   *
   * @throws Refusal MALFORMED
   */
  static void checkDate(String name, String value) {
    String wanted =
        "takes a date or a time with its zone, after eq, gt, ge, lt, le, sa, eb or nothing;"
            + " a plus in a URL is written %2B";
    require(DATE.matcher(value).matches(), name, wanted);
    try {
      new DateParam(value).getValue();
    } catch (DataFormatException | InvalidRequestException | IllegalArgumentException e) {
      require(false, name, wanted);
    }
  }

  /**
   * HAPI takes the last day of a year or month as the bound of {@code ge}, and the first as that of
   * {@code le}, so that neither ge2024 nor le2024 finds a claim of March 2024. In FHIR both do (R4,
   * Search, "Prefixes": or the search value fully contains the target value), as by the other day.
   *
   * @param date as {@link #checkDate} takes it
   */
  static String dateForHapi(String date) {
    Matcher coarse = COARSE.matcher(date);
    if (!coarse.matches()) {
      return date;
    }
    boolean from = coarse.group(1).equals("ge");
    String month = coarse.group(3) == null ? (from ? "-01" : "-12") : coarse.group(3);
    YearMonth border = YearMonth.parse(coarse.group(2) + month);
    return coarse.group(1) + (from ? border.atDay(1) : border.atEndOfMonth());
  }

  /**
   * A number from 1 on.
   *
   * @throws Refusal MALFORMED
   */
  static int number(String name, String value, int least) {
    require(
        value.matches("\\d{1,7}") && Integer.parseInt(value) >= least,
        name,
        "takes a number from " + least + " on");
    return Integer.parseInt(value);
  }

  static void require(boolean good, String name, String rule) {
    if (!good) {
      throw new Refusal(Reason.MALFORMED, "The parameter " + name + " " + rule).at(name);
    }
  }

  private static List<String> elements(String name, String value) {
    List<String> elements = List.of(value.split(",", -1));
    require(elements.size() <= MOST, name, "takes at most " + MOST + " values");
    return elements;
  }
}
