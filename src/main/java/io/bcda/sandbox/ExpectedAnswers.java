package io.bcda.sandbox;

import io.bcda.sandbox.ResourceLife.State;
import io.bcda.sandbox.Roster.Kind;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each export of a world must hold: the oracle against which the server's answers are
 * compared, worked out from the world itself and knowing nothing of databases.
 *
 * <p>A resource is <em>visible</em> to an ACO at a stage when its person is matched by the roster
 * in force then: the roster lists an MBI, current or historic, that a Patient known then shows. For
 * a runout export it must besides be no claim, or one with a service date up to the end of the year
 * before. A claim that tells of the use of alcohol or drugs is visible to nobody. The moment of
 * {@code _since} is that between the stages. So:
 *
 * <ul>
 *   <li><b>patient, group-all</b> without {@code _since}: all that is visible.
 *   <li><b>group-runout</b>: likewise, by the runout roster and with its window.
 *   <li><b>group-all, group-runout</b> with {@code _since}: each state of a resource that is
 *       visible now and was not visible then. That is what changed, of people seen then, and
 *       everything, of people not seen then.
 *   <li><b>patient</b> with {@code _since}: of what is visible now, what changed; joining the
 *       roster changes nothing.
 *   <li><b>group-new</b> without {@code _since}: all of the people who are visible now and were not
 *       in the roster before, of whatever MBI, known then or not; at the first stage there was none
 *       before, and all are new. With {@code _since}: all of the people who are visible now and
 *       were not then.
 *   <li><b>deleted</b>, with {@code _since}, but for group-new: each resource that was visible then
 *       and is not now, by the same roster and window.
 * </ul>
 */
final class ExpectedAnswers {
  private final World world;
  private final Rosters rosters;
  private final Map<Stage, Map<String, Integer>> links = new TreeMap<>();

  ExpectedAnswers(World world) {
    this.world = world;
    this.rosters = new Rosters(world);
    for (Stage stage : Stage.values()) {
      links.put(stage, links(stage));
    }
  }

  /** The answers of one ACO at one stage, by the name of the export. */
  Map<String, ExpectedAnswer> of(int aco, Stage stage) {
    Audience audience = audience(aco);
    Map<String, ExpectedAnswer> answers = new TreeMap<>();
    for (Export export : Export.values()) {
      if (stage == Stage.SECOND || !export.hasSince) {
        answers.put(export.fileName, new ExpectedAnswer());
      }
    }
    for (Person person : world.people()) {
      world.lives(person).forEach(life -> add(answers, life, audience, stage));
    }
    return answers;
  }

  private void add(
      Map<String, ExpectedAnswer> answers, ResourceLife life, Audience audience, Stage stage) {
    answers.forEach(
        (name, answer) -> {
          Export export = Export.named(name);
          State now = life.at(stage);
          if (now != null && export.holds(audience, life, now, stage, this::isInWindow)) {
            answer.add(life.type(), life.id(), now.version());
          }
          if (export.isGone(audience, life, this::isInWindow)) {
            answer.addDeleted(life.type(), life.id());
          }
        });
  }

  private boolean isInWindow(ResourceLife life, State state) {
    if (!life.type().equals("ExplanationOfBenefit")) {
      return true;
    }
    LocalDate service = state.serviceDate();
    return service != null && !service.isAfter(world.windowEnd());
  }

  private Audience audience(int aco) {
    Roster first = rosters.current(aco, Stage.FIRST);
    Roster second = rosters.current(aco, Stage.SECOND);
    Roster runout = rosters.runout(aco);
    return new Audience(
        Map.of(
            Kind.CURRENT, matched(first, Stage.FIRST),
            Kind.RUNOUT, matched(runout, Stage.FIRST)),
        Map.of(
            Kind.CURRENT, matched(second, Stage.SECOND),
            Kind.RUNOUT, matched(runout, Stage.SECOND)),
        matched(first, Stage.SECOND));
  }

  private Set<Integer> matched(Roster roster, Stage stage) {
    Map<String, Integer> known = links.getOrDefault(stage, Map.of());
    Set<Integer> people = new HashSet<>();
    for (Roster.Line line : roster.lines()) {
      Integer person = known.get(line.mbi());
      if (person != null) {
        people.add(person);
      }
    }
    return people;
  }

  private Map<String, Integer> links(Stage stage) {
    Map<String, Integer> links = new HashMap<>();
    for (Person person : world.people()) {
      if (person.isKnownAt(stage)) {
        person.mbis(stage).forEach(mbi -> links.put(mbi, person.index()));
      }
    }
    return links;
  }

  /** Says whether a runout export may hold a state of a resource. */
  private interface Window {
    boolean includes(ResourceLife life, State state);
  }

  /**
   * Who is matched by one ACO's rosters.
   *
   * @param then by those of the first stage, as known then
   * @param now by those of the second stage, as known then
   * @param before by the current roster of the first stage, as known at the second
   */
  private record Audience(
      Map<Kind, Set<Integer>> then, Map<Kind, Set<Integer>> now, Set<Integer> before) {

    boolean sees(Stage stage, Kind kind, int person) {
      return (stage == Stage.FIRST ? then : now).getOrDefault(kind, Set.of()).contains(person);
    }
  }

  /** The exports of which answers are written. */
  private enum Export {
    PATIENT("patient", Kind.CURRENT, false),
    ALL("group-all", Kind.CURRENT, false),
    NEW("group-new", Kind.CURRENT, false),
    RUNOUT("group-runout", Kind.RUNOUT, false),
    PATIENT_SINCE("patient-since", Kind.CURRENT, true),
    ALL_SINCE("group-all-since", Kind.CURRENT, true),
    NEW_SINCE("group-new-since", Kind.CURRENT, true),
    RUNOUT_SINCE("group-runout-since", Kind.RUNOUT, true);

    private final String fileName;
    private final Kind kind;
    private final boolean hasSince;

    Export(String fileName, Kind kind, boolean hasSince) {
      this.fileName = fileName;
      this.kind = kind;
      this.hasSince = hasSince;
    }

    static Export named(String fileName) {
      for (Export export : values()) {
        if (export.fileName.equals(fileName)) {
          return export;
        }
      }
      throw new IllegalArgumentException("no such export: " + fileName);
    }

    boolean holds(Audience audience, ResourceLife life, State now, Stage stage, Window window) {
      if (!isVisible(audience, stage, life, now, window)) {
        return false;
      }
      return switch (this) {
        case PATIENT, ALL, RUNOUT -> true;
        case NEW -> stage == Stage.FIRST || !audience.before().contains(now.person());
        case NEW_SINCE -> !audience.sees(Stage.FIRST, kind, now.person());
        case PATIENT_SINCE -> !now.equals(life.first());
        case ALL_SINCE, RUNOUT_SINCE ->
            !(now.equals(life.first())
                && isVisible(audience, Stage.FIRST, life, life.first(), window));
      };
    }

    boolean isGone(Audience audience, ResourceLife life, Window window) {
      return hasSince
          && this != NEW_SINCE
          && isVisible(audience, Stage.FIRST, life, life.first(), window)
          && !isVisible(audience, Stage.SECOND, life, life.second(), window);
    }

    private boolean isVisible(
        Audience audience, Stage stage, ResourceLife life, @Nullable State state, Window window) {
      return state != null
          && !state.hidden()
          && audience.sees(stage, kind, state.person())
          && (kind == Kind.CURRENT || window.includes(life, state));
    }
  }
}
