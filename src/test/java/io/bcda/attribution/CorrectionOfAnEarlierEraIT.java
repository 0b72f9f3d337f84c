package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.Delivery.Outcome;
import io.bcda.store.Database;
import io.bcda.store.TestKnowledge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.PlatformTransactionManager;

/** Corrected files of preferences are forgotten with their era; they must not be lost for good. */
class CorrectionOfAnEarlierEraIT {
  private static final String NAME = "T#EFT.ON.ACO.NGD1800.DPRF.D260301.T1000000";
  @TempDir Path folder;
  private AttributionDatabase room;

  @AfterEach
  void close() {
    room.close();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenCorrectionOfAnEarlierEra_whenRolledBack_thenWhatItCorrectedCanBeDeliveredAgain(
      Database database) throws IOException {
    room = AttributionDatabase.open(database);
    Path first = file("first", "1S00A00AA01");
    Path second = file("second", "1S00A00AA02");
    take(first);
    take(second);
    take(file("third", "1S00A00AA03"));
    newEra(database);

    assertThat(rollBack(3))
        .anySatisfy(
            note -> assertThat(note).contains("Warning", "(delivery 2)", "Deliver that file again"))
        .noneMatch(note -> note.contains("counts again"));
    assertThat(optedOut()).isEmpty();
    assertThat(take(first).outcome()).isEqualTo(Outcome.KNOWN);
    Delivery again = take(second);
    assertThat(again.outcome()).isEqualTo(Outcome.LOADED);
    assertThat(optedOut()).containsExactly("1S00A00AA02");

    assertThat(rollBack(4)).anyMatch(note -> note.contains("(delivery 1)"));
    assertThat(take(first).outcome()).isEqualTo(Outcome.LOADED);
    assertThat(optedOut()).containsExactly("1S00A00AA01");
    assertThat(rollBack(5)).noneMatch(note -> note.contains("Warning"));
    assertThat(room.db().queryForList("SELECT outcome FROM delivery ORDER BY id", String.class))
        .containsOnly("ROLLED_BACK");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenOnlyFileOfItsTime_whenRolledBackInANewEra_thenNoWarning(Database database)
      throws IOException {
    room = AttributionDatabase.open(database);
    take(file("first", "1S00A00AA01"));
    take(
        Files.move(
            file("other", "1S00A00AA02"),
            folder.resolve("T#EFT.ON.ACO.NGD1800.DPRF.D260222.T1000000")));
    newEra(database);
    assertThat(rollBack(1)).noneMatch(note -> note.contains("Warning"));
    assertThat(optedOut()).containsExactly("1S00A00AA02");
  }

  private void newEra(Database database) {
    TestKnowledge.newEra(room.db(), room.bean(PlatformTransactionManager.class), database);
  }

  private List<String> rollBack(long delivery) {
    return room.bean(DeliveryRollback.class).delivery(delivery);
  }

  private Delivery take(Path file) throws IOException {
    return room.bean(Deliveries.class).take(file);
  }

  private Path file(String folderName, String mbi) throws IOException {
    Path file = Files.createDirectory(folder.resolve(folderName)).resolve(NAME);
    return Files.writeString(file, TestPreferences.file(TestPreferences.detail(mbi, 'N')));
  }

  private List<String> optedOut() {
    return room.db()
        .queryForList("SELECT mbi FROM preference WHERE to_xid IS NULL ORDER BY mbi", String.class);
  }
}
