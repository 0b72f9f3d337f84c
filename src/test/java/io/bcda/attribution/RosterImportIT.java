package io.bcda.attribution;

import static io.bcda.attribution.TestArchive.archive;
import static io.bcda.attribution.TestArchive.mbis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Delivery.Outcome;
import io.bcda.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RosterImportIT {
  @TempDir Path folder;
  private AttributionDatabase room;

  private void on(Database database) {
    room = AttributionDatabase.open(database);
    room.bean(AcoRegistry.class).create("A0001", "An ACO", "SSP");
  }

  @AfterEach
  void close() {
    room.close();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenGoodArchive_whenTaken_thenRosterOfNumberedMembersInForceOnRecord(Database database)
      throws IOException {
    on(database);
    List<String> lines = new ArrayList<>(mbis(1, 6));
    lines.add(lines.get(2));
    Delivery delivery = take(archive().members(lines));
    assertThat(delivery.outcome()).isEqualTo(Outcome.LOADED);
    Roster roster = delivery.roster().orElseThrow();
    assertThat(roster.members()).isEqualTo(6);
    assertThat(roster.loadedAt()).isEqualTo(AttributionDatabase.NOW);
    assertThat(inForce()).isEqualTo(roster);
    assertThat(members(roster)).isEqualTo(mbis(1, 6));
    assertThat(delivery.notes())
        .anySatisfy(note -> assertThat(note).contains("1 records repeat an MBI"));
    assertThat(outcomes()).containsExactly("LOADED");
    assertThat(audits()).hasSize(1);
    assertThat(audits().get(0)).startsWith("DELIVERY_LOADED A0001 sha-256 " + delivery.sha256());
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenSameBytesAgain_whenTakenUnderAnyName_thenNothingIsDone(Database database)
      throws IOException {
    on(database);
    byte[] bytes = archive().bytes();
    take(archive());
    Path copy = Files.write(folder.resolve("T.BCD.A0001.ZCY26.D260301.T1000009"), bytes);
    assertThat(take(copy).outcome()).isEqualTo(Outcome.KNOWN);
    assertThat(room.count("roster")).isEqualTo(1);
    assertThat(room.count("delivery")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenRecordAtFault_whenTaken_thenNothingOfItRemainsButTheRejection(Database database)
      throws IOException {
    on(database);
    List<String> lines = mbis(1, 12_000);
    lines.set(11_999, "1A69B98CD30");
    Delivery delivery = take(archive().members(lines));
    assertThat(delivery.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(delivery.notes().get(0)).contains("line 12000").doesNotContain("1A69B98CD30");
    assertThat(room.count("roster")).isZero();
    assertThat(room.count("roster_member")).isZero();
    assertThat(room.count("roster_in_force")).isZero();
    assertThat(outcomes()).containsExactly("REJECTED");
    assertThat(audits().get(0)).startsWith("DELIVERY_REJECTED A0001 sha-256 ");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenUnknownAco_whenCreatedAndDeliveredAgain_thenLoaded(Database database)
      throws IOException {
    on(database);
    Delivery unknown = take(archive().of("A0002"));
    assertThat(unknown.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(unknown.notes().get(0)).contains("ACO A0002 is not known here");
    room.bean(AcoRegistry.class).create("A0002", "Another", "SSP");
    assertThat(take(archive().of("A0002")).outcome()).isEqualTo(Outcome.LOADED);
    assertThat(outcomes()).containsExactly("REJECTED", "LOADED");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenFileTooOldOrOfTheFutureOrOfAYearToCome_whenTaken_thenRejected(Database database)
      throws IOException {
    on(database);
    rejected("45 are accepted", archive().time("D260115.T0000000"));
    rejected("in the future", archive().time("D260302.T0000001"));
    rejected("used from 2027-01-01", archive().year(27));
    rejected("used from 2027-01-01", archive().year(26).runout());
    assertThat(take(archive().time("D260302.T0000000")).outcome()).isEqualTo(Outcome.LOADED);
    assertThat(take(archive().time("D260116.T0000000")).outcome()).isEqualTo(Outcome.LOADED);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenNameOrArchiveAtFault_whenTaken_thenRejected(Database database) throws IOException {
    on(database);
    rejected("not that of an attribution file", archive().named("claims.zip"));
    rejected("at most 2000000", archive().announced(2_000_001));
    rejected("fewer than the 7", archive().announced(7));
    Path noZip = Files.writeString(folder.resolve(archive().name()), "no zip");
    assertThat(take(noZip).notes().get(0)).contains("no complete zip");
    assertThat(room.count("roster")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenNextDelivery_whenTaken_thenReportTellsWhoJoinedAndLeft(Database database)
      throws IOException {
    on(database);
    take(archive().members(mbis(1, 10)).time("D260201.T1000000"));
    Delivery next = take(archive().members(mbis(4, 15)));
    assertThat(next.report())
        .contains("12 members, in force")
        .contains("Supersedes")
        .contains("5 joined, 3 left");
    Delivery late = take(archive().members(mbis(1, 3)).time("D260210.T1000000"));
    assertThat(late.report()).contains("kept and not in force").doesNotContain("joined");
    assertThat(inForce()).isEqualTo(next.roster().orElseThrow());
    Delivery correction = take(archive().members(mbis(4, 16)));
    assertThat(correction.report()).contains("Corrects").contains("1 joined, 0 left");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenOddMbisAndWarn_whenTaken_thenStoredAsTheyAreAndCounted(Database database)
      throws IOException {
    AttributionSettings warn = AttributionDatabase.warning(null);
    room = AttributionDatabase.open(database, warn, AttributionDatabase.NOW);
    room.bean(AcoRegistry.class).create("A0001", "An ACO", "SSP");
    List<String> odd = List.of("a\\tb\\n", "'\"--;", "\\.", "\\N");
    Delivery delivery = take(archive().members(odd));
    assertThat(delivery.report()).contains("Warning: 4 MBIs");
    assertThat(members(delivery.roster().orElseThrow())).isEqualTo(odd);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenDatabaseFailureAtAMember_whenTaken_thenThrownWithoutTheMbiAndNothingStored(
      Database database) throws IOException {
    on(database);
    room.db().execute("ALTER TABLE roster_member ADD CONSTRAINT few CHECK (ordinal < 9000)");
    Path file = archive().members(mbis(1, 12_000)).in(folder);
    assertThatThrownBy(() -> take(file))
        .isInstanceOf(BulkRows.RowsNotStored.class)
        .hasMessageContaining("SQLState 23")
        .hasNoCause();
    assertThat(room.count("delivery")).isZero();
    assertThat(room.count("roster_member")).isZero();
    room.db().execute("ALTER TABLE roster_member DROP CONSTRAINT few");
    assertThat(take(file).outcome()).isEqualTo(Outcome.LOADED);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenSeveralDeliveriesAtOnce_whenTaken_thenTheNewestIsInForceInOneOpenRow(Database database)
      throws Exception {
    on(database);
    List<Path> files = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      String time = "D2603%02d.T0000000".formatted(i % 2 + 1);
      files.add(archive().members(mbis(i, 2000 + i)).time(time).in(numbered(i)));
    }
    List<Delivery> taken = atOnce(files);
    assertThat(taken).extracting(Delivery::outcome).containsOnly(Outcome.LOADED);
    assertThat(room.count("roster")).isEqualTo(6);
    assertThat(room.db().queryForObject(OPEN, Integer.class)).isEqualTo(1);
    assertThat(inForce().fileTime()).isEqualTo("2026-03-02T00:00:00Z");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenSameFileAtTwoNodesAtOnce_whenTaken_thenLoadedOnce(Database database) throws Exception {
    on(database);
    Path file = archive().members(mbis(1, 5000)).in(folder);
    List<Delivery> taken = atOnce(List.of(file, file, file));
    assertThat(taken)
        .extracting(Delivery::outcome)
        .containsExactlyInAnyOrder(Outcome.LOADED, Outcome.KNOWN, Outcome.KNOWN);
    assertThat(room.count("roster")).isEqualTo(1);
    assertThat(room.count("roster_member")).isEqualTo(5000);
    assertThat(audits()).hasSize(1);
  }

  private static final String OPEN = "SELECT COUNT(*) FROM roster_in_force WHERE to_xid IS NULL";

  private List<Delivery> atOnce(List<Path> files) throws Exception {
    CyclicBarrier start = new CyclicBarrier(files.size());
    ExecutorService nodes = Executors.newFixedThreadPool(files.size());
    try {
      List<Callable<Delivery>> calls =
          files.stream()
              .<Callable<Delivery>>map(
                  file ->
                      () -> {
                        start.await();
                        return take(file);
                      })
              .toList();
      List<Delivery> taken = new ArrayList<>();
      for (Future<Delivery> future : nodes.invokeAll(calls)) {
        taken.add(future.get());
      }
      return taken;
    } finally {
      nodes.shutdownNow();
    }
  }

  private Path numbered(int i) throws IOException {
    return Files.createDirectories(folder.resolve("node" + i));
  }

  private void rejected(String why, TestArchive archive) throws IOException {
    Delivery delivery = take(archive);
    assertThat(delivery.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(delivery.notes().get(0)).contains(why);
  }

  private Delivery take(TestArchive archive) throws IOException {
    return take(archive.in(folder));
  }

  private Delivery take(Path file) throws IOException {
    return room.bean(Deliveries.class).take(file);
  }

  private Roster inForce() {
    return room.bean(RosterStore.class).inForce("A0001", RosterKind.CURRENT).orElseThrow().roster();
  }

  private List<String> members(Roster roster) {
    List<Integer> ordinals =
        room.db()
            .queryForList(
                "SELECT ordinal FROM roster_member WHERE roster_id = ? ORDER BY ordinal",
                Integer.class,
                roster.id());
    assertThat(ordinals).isEqualTo(IntStream.rangeClosed(1, roster.members()).boxed().toList());
    return room.db()
        .queryForList(
            "SELECT mbi FROM roster_member WHERE roster_id = ? ORDER BY ordinal",
            String.class,
            roster.id());
  }

  private List<String> outcomes() {
    return room.db().queryForList("SELECT outcome FROM delivery ORDER BY id", String.class);
  }

  private List<String> audits() {
    return room.db()
        .query(
            "SELECT kind, aco, outcome FROM audit_event ORDER BY id",
            (rs, i) -> rs.getString(1) + " " + rs.getString(2) + " " + rs.getString(3));
  }
}
