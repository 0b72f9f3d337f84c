package io.bcda.aco;

import io.bcda.aco.AttributionFiles.Archive;
import io.bcda.aco.AttributionFiles.Csv;
import io.bcda.aco.ModelSettings.LookBackSettings;
import io.bcda.aco.NameTemplate.Part;
import io.bcda.settings.UnusableSetting;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes a model of its settings, or says which of them contradicts itself or another. */
final class ModelReader {
  private static final int LONGEST_ID = 20;
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_-]{0,19}");
  private final String name;
  private final ModelSettings settings;

  private ModelReader(String name, ModelSettings settings) {
    this.name = name;
    this.settings = settings;
  }

  /**
   * @throws UnusableSetting naming the key that is missing or wrong
   */
  static AcoModel read(String name, ModelSettings settings) {
    return new ModelReader(name, settings).model();
  }

  private AcoModel model() {
    if (!NAME.matcher(name).matches()) {
      throw new UnusableSetting(
          "bcda.models has a model whose name is not 1 to 20 letters, digits, - and _.",
          "Give it such a name, for example bcda.models.SSP.");
    }
    check(!settings.title().isBlank(), "title", "is missing", "the model's name for people");
    Pattern cmsId = cmsId();
    return new AcoModel(
        name,
        settings.title(),
        cmsId,
        settings.example(),
        files(cmsId),
        yearBegins(),
        lookBack(cmsId),
        settings.runout(),
        settings.suppressionExempt(),
        groups());
  }

  private Pattern cmsId() {
    check(!settings.cmsId().isEmpty(), "cms-id", "is missing", "for example 'A\\d{4}'");
    Pattern pattern;
    try {
      pattern = Pattern.compile(settings.cmsId());
    } catch (PatternSyntaxException e) {
      throw unusable("cms-id", "is no regular expression", "for example 'A\\d{4}'");
    }
    String example = settings.example();
    check(
        !example.isEmpty() && example.length() <= LONGEST_ID,
        "example",
        "must be an id of 1 to " + LONGEST_ID + " characters",
        "one that cms-id accepts");
    check(
        pattern.matcher(example).matches(),
        "example",
        "is not accepted by cms-id of the same model",
        "an id of that form, or correct cms-id (in YAML, '\\d' stands in single quotes)");
    return pattern;
  }

  private AttributionFiles files(Pattern cmsId) {
    boolean archive = !settings.archive().isEmpty();
    check(
        archive == settings.csv().isEmpty(),
        "archive",
        archive ? "stands beside csv" : "and csv are missing",
        "exactly one of the two");
    check(
        archive == !settings.member().isEmpty(),
        "member",
        archive ? "is missing beside archive" : "stands without archive",
        "archive and member together, or neither");
    check(
        settings.csvAco().isEmpty() || !archive, "csv-aco", "stands without csv", "no value here");
    return archive ? archive(cmsId) : csv(cmsId);
  }

  private Archive archive(Pattern cmsId) {
    NameTemplate archive = template("archive", settings.archive(), cmsId);
    demand("archive", archive, EnumSet.of(Part.ACO, Part.KIND, Part.YY, Part.DATE, Part.TIME));
    NameTemplate member = template("member", settings.member(), cmsId);
    demand("member", member, EnumSet.of(Part.FILE, Part.KIND, Part.YY, Part.DATE, Part.TIME));
    return new Archive(archive, member);
  }

  private Csv csv(Pattern cmsId) {
    NameTemplate csv = template("csv", settings.csv(), cmsId);
    demand("csv", csv, EnumSet.of(Part.YY, Part.DATE, Part.TIME));
    check(
        csv.has(Part.KIND) || !settings.runout(),
        "runout",
        "is true, but names by csv tell no {kind}",
        "false, or a csv with {kind}");
    String aco = settings.csvAco();
    check(
        csv.has(Part.ACO) == aco.isEmpty(),
        "csv-aco",
        aco.isEmpty() ? "is missing: names by csv tell no {aco}" : "stands beside {aco} in csv",
        "exactly one of the two");
    check(
        aco.isEmpty() || cmsId.matcher(aco).matches(),
        "csv-aco",
        "is not accepted by cms-id of the same model",
        "an id of that form");
    return new Csv(csv, Optional.of(aco).filter(id -> !id.isEmpty()));
  }

  private NameTemplate template(String key, String text, Pattern cmsId) {
    try {
      return NameTemplate.of(text, cmsId);
    } catch (IllegalArgumentException e) {
      throw unusable(
          key,
          String.valueOf(e.getMessage()),
          "only {env}, {aco}, {file}, {kind}, {yy}, {mm}, {date} and {time}, each once");
    }
  }

  private void demand(String key, NameTemplate template, Set<Part> wanted) {
    for (Part part : wanted) {
      check(template.has(part), key, "lacks {" + part.word() + "}", "a name that tells it");
    }
  }

  private MonthDay yearBegins() {
    return monthDay("year-begins", settings.yearBegins());
  }

  private Optional<LookBack> lookBack(Pattern cmsId) {
    LookBackSettings given = settings.lookBack();
    if (given.date() != null) {
      check(given.years() == null, "look-back.years", "stands beside date", "one of the two");
      for (String aco : given.acoDates().keySet()) {
        check(
            cmsId.matcher(aco).matches(),
            "look-back.aco-dates",
            "has an id that cms-id of the same model does not accept",
            "CMS ids of this model");
      }
      return Optional.of(new LookBack.Since(given.date(), given.acoDates()));
    }
    check(given.acoDates().isEmpty(), "look-back.aco-dates", "stands without date", "both");
    if (given.years() == null) {
      check(given.turns().isEmpty(), "look-back.turns", "stands without years", "both");
      return Optional.empty();
    }
    check(
        given.years() >= 1 && given.years() <= 50,
        "look-back.years",
        "is not from 1 to 50",
        "such a number");
    check(
        !given.turns().isEmpty(),
        "look-back.turns",
        "is missing: years are counted from a day of the year",
        "for example \"01-01\"");
    return Optional.of(
        new LookBack.Years(given.years(), monthDay("look-back.turns", given.turns())));
  }

  private MonthDay monthDay(String key, String text) {
    try {
      MonthDay day = MonthDay.parse("--" + text);
      check(!day.equals(MonthDay.of(2, 29)), key, "is no day of each year", "another day");
      return day;
    } catch (DateTimeException e) {
      throw unusable(key, "is no day of the year", "MM-dd in quotes, for example \"04-01\"");
    }
  }

  private Set<AcoGroup> groups() {
    Set<AcoGroup> all = EnumSet.allOf(AcoGroup.class);
    if (!settings.runout()) {
      all.remove(AcoGroup.RUNOUT);
    }
    Set<String> given = settings.groups();
    if (given == null) {
      return all;
    }
    Set<AcoGroup> groups = EnumSet.noneOf(AcoGroup.class);
    for (String id : given) {
      AcoGroup group =
          AcoGroup.of(id)
              .orElseThrow(() -> unusable("groups", "has an unknown group", "all, new, runout"));
      check(
          all.contains(group),
          "groups",
          "has runout, but runout of the same model is false",
          "the one without the other");
      groups.add(group);
    }
    check(!groups.isEmpty(), "groups", "is empty", "at least one, or enabled: false");
    return groups;
  }

  private void check(boolean holds, String key, String what, String instead) {
    if (!holds) {
      throw unusable(key, what, instead);
    }
  }

  private UnusableSetting unusable(String key, String what, String instead) {
    return new UnusableSetting(
        "bcda.models." + name + "." + key + " " + what + ".", "Set it right: " + instead + ".");
  }
}
