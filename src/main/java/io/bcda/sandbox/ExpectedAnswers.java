package io.bcda.sandbox;

import io.bcda.sandbox.ResourceLife.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
 *
 * <p>Ids stand in the order of their characters. People and claims are drawn in just that order,
 * type by type, part by part and kind by kind, so that no id has to be kept.
 */
final class ExpectedAnswers {
  private static final List<String> PARTS = List.of("a", "b", "c", "d");
  private static final List<ClaimKind> KINDS =
      Stream.of(ClaimKind.values()).sorted(Comparator.comparing(ClaimKind::idPrefix)).toList();

  private final World world;
  private final int taker = Cast.TAKES_CLAIM.person();

  ExpectedAnswers(World world) {
    this.world = world;
  }

  /**
   * Writes the answers of both stages and of all ACOs.
   *
   * @param folder of all answers; made if absent
   */
  void write(Path folder) throws IOException {
    List<Asked> asked = new ArrayList<>();
    try {
      for (int aco = 0; aco < World.ACOS.size(); aco++) {
        for (Stage stage : Stage.values()) {
          Path home = folder.resolve(stage.folder()).resolve(World.ACOS.get(aco));
          Files.createDirectories(home);
          for (ExpectedExport export : ExpectedExport.values()) {
            if (export.isAskedAt(stage)) {
              Path file = home.resolve(export.fileName() + ".json");
              asked.add(new Asked(aco, stage, export, new ExpectedAnswer(file)));
            }
          }
        }
      }
      addAll(asked);
    } finally {
      for (Asked one : asked) {
        one.answer().close();
      }
    }
  }

  private void addAll(List<Asked> asked) throws IOException {
    begin(asked, "Patient");
    addEach(asked, person -> Stream.of(world.patientLife(person)));
    begin(asked, "Coverage");
    for (String part : PARTS) {
      addEach(
          asked,
          person ->
              person.parts().stream()
                  .filter(part::equals)
                  .map(known -> world.coverageLife(person, known)));
    }
    begin(asked, "ExplanationOfBenefit");
    for (ClaimKind kind : KINDS) {
      addEach(
          asked,
          person ->
              world.claims(person).stream()
                  .filter(claim -> claim.kind() == kind)
                  .map(claim -> world.claimLife(person, claim)));
    }
  }

  private static void begin(List<Asked> asked, String type) throws IOException {
    for (Asked one : asked) {
      one.answer().begin(type);
    }
  }

  private void addEach(List<Asked> asked, Function<Person, Stream<ResourceLife>> lives)
      throws IOException {
    List<Sight> takerSights = sights(world.people().get(taker));
    for (Person person : world.people()) {
      if (person.arrival() == null) {
        continue;
      }
      List<Sight> own = sights(person);
      // A claim that moves becomes the taker's.
      List<IntFunction<Sight>> byAco = new ArrayList<>();
      for (int aco = 0; aco < World.ACOS.size(); aco++) {
        Sight mine = own.get(aco);
        Sight takers = takerSights.get(aco);
        byAco.add(number -> number == person.index() ? mine : takers);
      }
      for (ResourceLife life : lives.apply(person).toList()) {
        for (Asked one : asked) {
          add(one, life, byAco.get(one.aco()));
        }
      }
    }
  }

  private void add(Asked asked, ResourceLife life, IntFunction<Sight> sights) throws IOException {
    State state = life.at(asked.stage());
    if (state != null && asked.export().holds(life, asked.stage(), sights, world.windowEnd())) {
      asked.answer().add(life.id(), state.version());
    }
    if (asked.export().isGone(life, sights, world.windowEnd())) {
      asked.answer().addDeleted(life.id());
    }
  }

  private static List<Sight> sights(Person person) {
    return IntStream.range(0, World.ACOS.size()).mapToObj(aco -> Sight.of(person, aco)).toList();
  }

  /** One answer being written. */
  private record Asked(int aco, Stage stage, ExpectedExport export, ExpectedAnswer answer) {}
}
