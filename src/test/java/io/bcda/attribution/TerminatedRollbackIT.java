package io.bcda.attribution;

import static io.bcda.attribution.TestArchive.archive;
import static io.bcda.attribution.TestArchive.mbis;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Participation.Bound;
import io.bcda.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rosters that are taken back of ACOs whose participation ended, or ended and goes on. */
class TerminatedRollbackIT {
  private static final String ACO = "A0001";
  @TempDir Path folder;
  private AttributionDatabase room;
  private int members;

  private void on(Database database) {
    room = AttributionDatabase.open(database);
    room.bean(AcoRegistry.class).create(ACO, "An ACO", "SSP");
  }

  @AfterEach
  void close() {
    room.close();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenLimitedAco_whenLateRosterIsTakenBack_thenTheNewestThatIsLeftOfItsTime(Database database)
      throws IOException {
    on(database);
    load("D260220.T1000000");
    Roster late = load("D260205.T1000000");
    Roster later = load("D260203.T1000000");
    limit("2026-02-10");
    assertThat(inForce()).contains(late);

    rollback();
    assertThat(inForce()).contains(later);
    rollback();
    assertThat(inForce()).as("the one of after the end").isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenTakenBackWhileLimited_whenRestored_thenNoRollBackFallsBackOnIt(Database database)
      throws IOException {
    on(database);
    Roster first = load("D260201.T1000000");
    Roster mistaken = load("D260210.T1000000");
    Roster last = load("D260220.T1000000");
    limit("2026-02-15");
    assertThat(inForce()).contains(mistaken);
    rollback();
    assertThat(inForce()).contains(first);

    room.bean(AcoTerms.class).restore(ACO);
    assertThat(inForce()).contains(last);
    assertThat(room.bean(RosterStore.class).beforePresentDelivery(ACO, RosterKind.CURRENT))
        .contains(first);
    rollback();
    assertThat(inForce()).contains(first);
  }

  private void limit(String ended) {
    room.bean(AcoTerms.class)
        .limit(
            ACO,
            new Participation(LocalDate.parse(ended), Bound.ENDED, Bound.ENDED),
            Optional.empty());
  }

  private void rollback() {
    room.bean(DeliveryRollback.class).roster(ACO, RosterKind.CURRENT);
  }

  private Optional<Roster> inForce() {
    return room.bean(RosterStore.class).inForce(ACO, RosterKind.CURRENT).map(RosterInForce::roster);
  }

  /** Each of other bytes than the others. */
  private Roster load(String time) throws IOException {
    Path file = archive().members(mbis(1, 2 + ++members)).time(time).in(folder);
    return room.bean(Deliveries.class).take(file).roster().orElseThrow();
  }
}
