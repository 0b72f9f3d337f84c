package io.bcda.aco;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How CMS names a model's files, for example {@code {env}.BCD.{aco}.ZC{kind}{yy}.{date}.{time}}:
 * what stands in braces varies, all else stands as it is.
 */
public final class NameTemplate {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

  /** What varies in a name. */
  public enum Part {
    /** {@code T} test or {@code P} production. */
    ENV("[TP]"),
    /** The ACO's CMS id. */
    ACO(""),
    /** The number or letter of a CCLF file. */
    FILE("[0-9A-Z]"),
    /** {@code Y} current or {@code R} runout. */
    KIND("[YR]"),
    /** Two digits of the performance year. */
    YY("\\d{2}"),
    /** Two digits of a month. */
    MM("(?:0[1-9]|1[0-2])"),
    /** The day, for example {@code D181120}. */
    DATE("D\\d{6}"),
    /** The time of day to the tenth of a second, UTC, for example {@code T1000009}. */
    TIME("T\\d{7}");

    private final String form;

    Part(String form) {
      this.form = form;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Part> of(String word) {
      return EnumSet.allOf(Part.class).stream().filter(p -> p.word().equals(word)).findFirst();
    }
  }

  /**
   * How near a name comes.
   *
   * @param good how many of its parts between dots are as they must be
   * @param firstBad index of the first that is not, from 0; {@code parts} for none
   * @param parts how many there must be
   */
  public record Fit(int good, int firstBad, int parts) {}

  private final String text;
  private final Set<Part> parts;
  private final Pattern pattern;
  private final List<Pattern> betweenDots;

  private NameTemplate(String text, Pattern cmsId, Set<Part> parts) {
    this.text = text;
    this.parts = parts;
    this.pattern = Pattern.compile(regex(text, cmsId));
    this.betweenDots =
        Stream.of(text.split("\\.", -1)).map(t -> Pattern.compile(regex(t, cmsId))).toList();
  }

  /**
   * @param cmsId form of the ids that may stand for {@code {aco}}
   * @throws IllegalArgumentException if something in braces is no part, or stands twice
   */
  static NameTemplate of(String text, Pattern cmsId) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      Part part =
          Part.of(place.group(1))
              .orElseThrow(() -> new IllegalArgumentException("has an unknown " + place.group()));
      if (!parts.add(part)) {
        throw new IllegalArgumentException("has " + place.group() + " twice");
      }
    }
    return new NameTemplate(text, cmsId, parts);
  }

  private static String regex(String text, Pattern cmsId) {
    StringBuilder regex = new StringBuilder();
    Matcher place = PLACE.matcher(text);
    int from = 0;
    while (place.find()) {
      Part part = Part.of(place.group(1)).orElseThrow();
      regex.append(Pattern.quote(text.substring(from, place.start())));
      String form = part == Part.ACO ? cmsId.pattern() : part.form;
      regex.append("(?<").append(part.word()).append('>').append(form).append(')');
      from = place.end();
    }
    return regex.append(Pattern.quote(text.substring(from))).toString();
  }

  public boolean has(Part part) {
    return parts.contains(part);
  }

  /** The parts of a name of this form; empty for another name. */
  public Optional<Map<Part, String>> match(String name) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<Part, String> found = new EnumMap<>(Part.class);
    parts.forEach(part -> found.put(part, matcher.group(part.word())));
    return Optional.of(found);
  }

  /** How near a name comes to this form. */
  public Fit fit(String name) {
    String[] given = name.split("\\.", -1);
    int good = 0;
    int firstBad = betweenDots.size();
    for (int i = betweenDots.size() - 1; i >= 0; i--) {
      if (i < given.length && betweenDots.get(i).matcher(given[i]).matches()) {
        good++;
      } else {
        firstBad = i;
      }
    }
    return new Fit(good, firstBad, betweenDots.size());
  }

  /** A name of this form for an ACO, for people: of CCLF8, current, of 2026. */
  public String example(String aco) {
    Map<Part, String> values =
        Map.of(
            Part.ENV, "T",
            Part.ACO, aco,
            Part.FILE, "8",
            Part.KIND, "Y",
            Part.YY, "26",
            Part.MM, "01",
            Part.DATE, "D260115",
            Part.TIME, "T1200000");
    return PLACE
        .matcher(text)
        .replaceAll(place -> values.get(Part.of(place.group(1)).orElseThrow()));
  }

  @Override
  public String toString() {
    return text;
  }
}
