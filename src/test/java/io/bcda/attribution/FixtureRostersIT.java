package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.CohortResolver.Resolution;
import io.bcda.attribution.CohortResolver.Scope;
import io.bcda.attribution.Delivery.Outcome;
import io.bcda.attribution.Visibility.Span;
import io.bcda.store.Database;
import io.bcda.store.IssuedTime;
import io.bcda.store.ResourceCursor;
import io.bcda.store.ResourceKind;
import io.bcda.store.TestResources;
import io.bcda.store.Watermark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Rosters that CMS's own server is tested with (bcda-app, CC0), where they are at hand: of each
 * size one before ten people joined, and one after. They have no names, so they are of this year.
 */
class FixtureRostersIT {
  private static final Path ROSTERS = Path.of("../shared/fixtures/cclf/rosters");
  @TempDir Path folder;

  @BeforeAll
  static void present() {
    assumeTrue(Files.isDirectory(ROSTERS), "no fixtures here");
  }

  @Test
  void givenTheFolder_whenListed_thenTheseTestsReadAllOfIt() throws IOException {
    try (Stream<Path> all = Files.walk(ROSTERS)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(2 * 3 * 3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dev, H2, 40, 54, 50",
    "dev, POSTGRESQL, 40, 54, 50",
    "small, POSTGRESQL, 2490, 2500, 2500",
    "medium, POSTGRESQL, 7490, 7500, 7500"
  })
  void givenRostersBeforeAndAfter_whenAskedForNew_thenExactlyTheAddedPeople(
      String size, Database database, int before, int records, int after) throws IOException {
    try (AttributionDatabase room = open(database)) {
      Set<String> former = mbis("before/" + size);
      Set<String> later = mbis("after/" + size);
      Set<String> added = new TreeSet<>(later);
      added.removeAll(former);
      assertThat(added).hasSize(10);
      people(room, database, later);

      Delivery first = take(room, "before/" + size, "D260201");
      assertThat(first.roster().orElseThrow().members()).isEqualTo(before);
      IssuedTime then = issue(room);
      assertThat(covered(room, Scope.NEW, Optional.empty(), then)).isEqualTo(former);
      Delivery second = take(room, "after/" + size, "D260301");
      assertThat(second.roster().orElseThrow().members()).isEqualTo(after);
      assertThat(second.report()).contains("10 joined, 0 left");
      assertThat(second.report().contains((records - after) + " records repeat an MBI"))
          .isEqualTo(records > after);

      IssuedTime now = issue(room);
      Optional<Instant> since = Optional.of(then.at());
      assertThat(covered(room, Scope.NEW, Optional.empty(), now)).isEqualTo(added);
      assertThat(covered(room, Scope.NEW, since, now)).isEqualTo(added);
      assertThat(covered(room, Scope.ALL, since, now)).isEqualTo(added);
      assertThat(covered(room, Scope.ALL, Optional.empty(), now)).isEqualTo(later);
    }
  }

  /** Their MBIs have not CMS's form. */
  private static AttributionDatabase open(Database database) {
    AttributionDatabase room =
        AttributionDatabase.open(
            database, AttributionDatabase.warning(null), AttributionDatabase.NOW);
    room.bean(AcoRegistry.class).create("A0001", "A0001", "SSP");
    return room;
  }

  /** A Patient for each MBI, who has it for an id. */
  private static void people(AttributionDatabase room, Database database, Set<String> mbis) {
    TestResources resources = TestResources.on(room.db(), database);
    new TransactionTemplate(room.bean(PlatformTransactionManager.class))
        .executeWithoutResult(status -> mbis.forEach(mbi -> resources.patient(mbi, Set.of(mbi))));
  }

  private static IssuedTime issue(AttributionDatabase room) {
    return new TransactionTemplate(room.bean(PlatformTransactionManager.class))
        .execute(status -> room.bean(Watermark.class).issue(Watermark.Cause.EXPORT));
  }

  /** The people of whom an export has the Patient. */
  private static Set<String> covered(
      AttributionDatabase room, Scope scope, Optional<Instant> since, IssuedTime now) {
    Resolution found = room.bean(CohortResolver.class).resolve("A0001", scope, since, now);
    Span all = new Span(1, found.membersNow());
    Set<String> people = new TreeSet<>();
    room.bean(ResourceCursor.class)
        .read(
            room.bean(Visibility.class).output(found.cohort(), ResourceKind.PATIENT, all),
            row -> people.add(row.fhirId()));
    return people;
  }

  /** Cut out of the file as its layout says. */
  private static Set<String> mbis(String roster) throws IOException {
    Path file = ROSTERS.resolve(roster).resolve("ZC8");
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
        .map(line -> line.substring(0, 11).trim())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Delivery take(AttributionDatabase room, String roster, String date) throws IOException {
    Delivery delivery = room.bean(Deliveries.class).take(archive(roster, date));
    assertThat(delivery.outcome()).as(delivery.report()).isEqualTo(Outcome.LOADED);
    return delivery;
  }

  private Path archive(String roster, String date) throws IOException {
    Path archive = folder.resolve("T.BCD.A0001.ZCY26." + date + ".T1000000");
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String file : List.of("ZC0", "ZC8", "ZC9")) {
        zip.putNextEntry(new ZipEntry("T.BCD.A0001." + file + "Y26." + date + ".T1000000"));
        Files.copy(ROSTERS.resolve(roster).resolve(file), zip);
        zip.closeEntry();
      }
    }
    return archive;
  }
}
