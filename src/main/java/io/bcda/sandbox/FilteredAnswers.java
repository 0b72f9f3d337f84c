package io.bcda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an export of {@code Group/all} with each of the {@link ExpectedFilters} must hold after the
 * second stage, for each ACO: of what it may see, what the filter leaves.
 */
final class FilteredAnswers {
  private final World world;

  FilteredAnswers(World world) {
    this.world = world;
  }

  /**
   * Writes the answers.
   *
   * @param folder of all answers; made if absent
   */
  void write(Path folder) throws IOException {
    List<Asked> asked = new ArrayList<>();
    try {
      for (int aco = 0; aco < World.ACOS.size(); aco++) {
        Path home = folder.resolve(Stage.SECOND.folder()).resolve(World.ACOS.get(aco));
        Path filtered = Files.createDirectories(home.resolve("filtered"));
        for (ExpectedFilter filter : ExpectedFilters.of(world)) {
          Path file = filtered.resolve(filter.name() + ".json");
          ExpectedAnswer answer = new ExpectedAnswer(file, filter.parameters());
          asked.add(new Asked(aco, filter, answer));
          answer.begin(filter.type());
        }
      }
      for (Person person : world.people()) {
        if (person.arrival() != null) {
          addAll(asked, person);
        }
      }
    } finally {
      for (Asked one : asked) {
        one.answer().close();
      }
    }
  }

  private void addAll(List<Asked> asked, Person person) throws IOException {
    List<Boolean> own = seenBy(person);
    for (Filterable resource : (Iterable<Filterable>) resources(person)::iterator) {
      if (resource.life().second().hidden()) {
        continue;
      }
      boolean moved = resource.owner().index() != person.index();
      List<Boolean> seen = moved ? seenBy(resource.owner()) : own;
      for (Asked one : asked) {
        if (seen.get(one.aco()) && one.holds(resource)) {
          one.answer().add(resource.life().id(), resource.life().second().version());
        }
      }
    }
  }

  private Stream<Filterable> resources(Person person) {
    return Stream.concat(
        Stream.concat(
                Stream.of(world.patientLife(person)),
                person.parts().stream().map(part -> world.coverageLife(person, part)))
            .map(life -> new Filterable(life, person, Optional.empty())),
        world.claims(person).stream().map(claim -> claim(person, claim)));
  }

  private Filterable claim(Person person, Claim planned) {
    ResourceLife life = world.claimLife(person, planned);
    int owner = life.second().person();
    return new Filterable(
        life,
        owner == person.index() ? person : world.people().get(owner),
        Optional.of(world.at(Stage.SECOND, planned)));
  }

  private static List<Boolean> seenBy(Person person) {
    return IntStream.range(0, World.ACOS.size())
        .mapToObj(aco -> Sight.of(person, aco).now())
        .toList();
  }

  /** One answer being written. */
  private record Asked(int aco, ExpectedFilter filter, ExpectedAnswer answer) {
    boolean holds(Filterable resource) {
      return filter.type().equals(resource.life().type()) && filter.leaves().test(resource);
    }
  }
}
