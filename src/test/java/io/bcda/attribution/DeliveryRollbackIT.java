package io.bcda.attribution;

import static io.bcda.attribution.TestArchive.archive;
import static io.bcda.attribution.TestArchive.mbis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Delivery.Outcome;
import io.bcda.refusal.Refusal;
import io.bcda.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deliveries that are taken back, and come again. */
class DeliveryRollbackIT {
  private static final String PREFERENCES = "T#EFT.ON.ACO.NGD1800.DPRF.D260301.T1000000";
  @TempDir Path folder;
  private AttributionDatabase room;
  private DeliveryRollback rollback;

  private void on(Database database) {
    room = AttributionDatabase.open(database);
    rollback = room.bean(DeliveryRollback.class);
    room.bean(AcoRegistry.class).create("A0001", "An ACO", "SSP");
  }

  @AfterEach
  void close() {
    room.close();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenRosterRolledBack_whenDeliveredAgain_thenInForceAndNewIsAsBefore(Database database)
      throws IOException {
    on(database);
    Roster first = load(archive().members(mbis(1, 10)).time("D260201.T1000000"));
    Path file = archive().members(mbis(4, 15)).in(folder);
    Roster mistaken = take(file).roster().orElseThrow();

    assertThat(rollback.roster("A0001", RosterKind.CURRENT))
        .hasSize(3)
        .anySatisfy(note -> assertThat(note).contains("12 members (delivery 2), in force no more"))
        .anySatisfy(note -> assertThat(note).contains("10 members: 3 joined, 5 left."));
    assertThat(inForce()).isEqualTo(first);
    assertThat(outcomes()).containsExactly("LOADED", "ROLLED_BACK");

    Delivery again = take(file);
    assertThat(again.outcome()).isEqualTo(Outcome.LOADED);
    assertThat(again.report()).contains("in force.", "Supersedes", "5 joined, 3 left");
    assertThat(inForce()).isEqualTo(again.roster().orElseThrow());
    assertThat(inForce().id()).isNotEqualTo(mistaken.id());
    assertThat(before()).isEqualTo(first);
    assertThat(take(file).outcome()).isEqualTo(Outcome.KNOWN);
    assertThat(outcomes()).containsExactly("LOADED", "ROLLED_BACK", "LOADED");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenCorrectionRolledBack_whenDeliveredAgain_thenStillTheSameDelivery(Database database)
      throws IOException {
    on(database);
    Roster january = load(archive().members(mbis(1, 10)).time("D260201.T1000000"));
    Roster delivery = load(archive().members(mbis(1, 11)));
    Path correction = archive().members(mbis(1, 12)).in(folder);
    take(correction);

    rollback.delivery(3);
    assertThat(inForce()).isEqualTo(delivery);
    assertThat(before()).isEqualTo(january);
    assertThat(take(correction).report()).contains("Corrects", "1 joined, 0 left");
    assertThat(before()).isEqualTo(january);
    rollback.delivery(4);
    rollback.roster("A0001", RosterKind.CURRENT);
    assertThat(inForce()).isEqualTo(january);
    assertThat(take(correction).report()).contains("Supersedes", "2 joined, 0 left");
    assertThat(before()).isEqualTo(january);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenTheOnlyRosterRolledBack_whenAsked_thenNoneInForceUntilItComesAgain(Database database)
      throws IOException {
    on(database);
    Path file = archive().in(folder);
    take(file);
    assertThat(rollback.delivery(1)).contains("No CURRENT roster is in force now.");
    assertThat(room.bean(RosterStore.class).inForce("A0001", RosterKind.CURRENT)).isEmpty();
    assertThat(take(file).outcome()).isEqualTo(Outcome.LOADED);
    assertThat(room.bean(RosterStore.class).beforePresentDelivery("A0001", RosterKind.CURRENT))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenFormerRosterTooOldToUse_whenRolledBackTo_thenTheReportWarns(Database database)
      throws IOException {
    on(database);
    load(archive().time("D260116.T0000000"));
    load(archive().members(mbis(1, 3)));
    room.db().update("UPDATE roster SET file_time = TIMESTAMP '2026-01-01 00:00:00' WHERE id = 1");
    assertThat(rollback.roster("A0001", RosterKind.CURRENT))
        .anySatisfy(note -> assertThat(note).contains("Warning: it cannot be used now.", "older"));
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenWhatIsNotInForce_whenRolledBack_thenRefusedAndNothingChanges(Database database)
      throws IOException {
    on(database);
    load(archive().time("D260201.T1000000"));
    load(archive().members(mbis(1, 3)));
    take(Files.writeString(folder.resolve("readme.txt"), "hello"));
    refused("not in force", () -> rollback.delivery(1));
    refused("was rejected", () -> rollback.delivery(3));
    refused("There is no delivery 4", () -> rollback.delivery(4));
    refused("no roster of kind RUNOUT", () -> rollback.roster("A0001", RosterKind.RUNOUT));
    refused("There is no ACO A0002", () -> rollback.roster("A0002", RosterKind.CURRENT));
    assertThat(outcomes()).containsExactly("LOADED", "LOADED", "REJECTED");
    rollback.delivery(2);
    refused("rolled back already", () -> rollback.delivery(2));
    assertThat(inForce().members()).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenPreferencesRolledBack_whenDeliveredAgain_thenTheyCountAgain(Database database)
      throws IOException {
    on(database);
    Path file = preferences(PREFERENCES, TestPreferences.detail("1S00A00AA01", 'N'));
    take(file);
    assertThat(rollback.delivery(1).get(0)).contains("(delivery 1): 1, of which 1 opt out");
    assertThat(open()).isEmpty();
    assertThat(room.count("preference")).isEqualTo(1);
    refused("rolled back already", () -> rollback.delivery(1));
    assertThat(audits()).containsExactly("DELIVERY_LOADED", "PREFERENCES_ROLLED_BACK");
    assertThat(take(file).outcome()).isEqualTo(Outcome.LOADED);
    assertThat(open()).containsExactly("1S00A00AA01");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenCorrectionsOfPreferences_whenRolledBack_thenEachGoesBackToWhatItCorrected(
      Database database) throws IOException {
    on(database);
    take(preferences(PREFERENCES, TestPreferences.detail("1S00A00AA01", 'N')));
    take(preferences(PREFERENCES, TestPreferences.detail("1S00A00AA02", 'N')));
    Path third = preferences(PREFERENCES, TestPreferences.detail("1S00A00AA03", 'N'));
    take(third);
    take(
        preferences(
            "T#EFT.ON.ACO.NGD1800.DPRF.D260222.T1000000",
            TestPreferences.detail("1S00A00AA09", 'N')));
    refused("not in force", () -> rollback.delivery(1));

    assertThat(rollback.delivery(3)).anyMatch(note -> note.contains("corrected (delivery 2)"));
    assertThat(open()).containsExactly("1S00A00AA02", "1S00A00AA09");
    assertThat(take(third).report()).contains("Corrects");
    assertThat(open()).containsExactly("1S00A00AA03", "1S00A00AA09");
    rollback.delivery(5);
    assertThat(rollback.delivery(2)).anyMatch(note -> note.contains("corrected (delivery 1)"));
    assertThat(open()).containsExactly("1S00A00AA01", "1S00A00AA09");
    assertThat(rollback.delivery(1)).hasSize(2);
    assertThat(open()).containsExactly("1S00A00AA09");
    assertThat(take(third).report()).doesNotContain("Corrects");
  }

  private interface Call {
    void run() throws IOException;
  }

  private static void refused(String why, Call call) {
    assertThatThrownBy(call::run).isInstanceOf(Refusal.class).hasMessageContaining(why);
  }

  private Roster load(TestArchive archive) throws IOException {
    return take(archive.in(folder)).roster().orElseThrow();
  }

  private Delivery take(Path file) throws IOException {
    return room.bean(Deliveries.class).take(file);
  }

  private Path preferences(String name, String... details) throws IOException {
    return Files.writeString(folder.resolve(name), TestPreferences.file(details));
  }

  private Roster inForce() {
    return room.bean(RosterStore.class).inForce("A0001", RosterKind.CURRENT).orElseThrow().roster();
  }

  private Roster before() {
    return room.bean(RosterStore.class)
        .beforePresentDelivery("A0001", RosterKind.CURRENT)
        .orElseThrow();
  }

  private List<String> open() {
    return room.db()
        .queryForList("SELECT mbi FROM preference WHERE to_xid IS NULL ORDER BY mbi", String.class);
  }

  private List<String> outcomes() {
    return room.db().queryForList("SELECT outcome FROM delivery ORDER BY id", String.class);
  }

  private List<String> audits() {
    return room.db().queryForList("SELECT kind FROM audit_event ORDER BY id", String.class);
  }
}
