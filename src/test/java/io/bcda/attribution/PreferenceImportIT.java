package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.Delivery.Outcome;
import io.bcda.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Preference files as deliveries. */
class PreferenceImportIT {
  private static final String NAME = "T#EFT.ON.ACO.NGD1800.DPRF.D260301.T1000000";
  @TempDir Path folder;
  private AttributionDatabase room;

  @AfterEach
  void close() {
    room.close();
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenFile_whenTaken_thenItsPreferencesCountAndItIsOnRecord(Database database)
      throws IOException {
    room = AttributionDatabase.open(database);
    Delivery delivery = take(NAME, "1S00A00AA01Y20260101", "1S00A00AA02N20260102", "1S00A00AA03 ");
    assertThat(delivery.outcome()).as(delivery.report()).isEqualTo(Outcome.LOADED);
    assertThat(delivery.report()).contains("2, of which 1 opt out", "1 records have no preference");
    assertThat(open())
        .containsExactly("1S00A00AA01 2026-01-01 true", "1S00A00AA02 2026-01-02 false");
    assertThat(
            room.db()
                .queryForList(
                    "SELECT outcome FROM audit_event WHERE kind = 'DELIVERY_LOADED'", String.class))
        .singleElement()
        .asString()
        .contains("sha-256 " + delivery.sha256(), "2, of which 1 opt out");
    assertThat(take(NAME, "1S00A00AA01Y20260101", "1S00A00AA02N20260102", "1S00A00AA03 ").outcome())
        .isEqualTo(Outcome.KNOWN);
    assertThat(room.count("preference")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenOtherBytesOfTheSameTime_whenTaken_thenTheyCorrectTheFormer(Database database)
      throws IOException {
    room = AttributionDatabase.open(database);
    take(NAME, "1S00A00AA01N20260101", "1S00A00AA02N20260102");
    take("T#EFT.ON.ACO.NGD1800.DPRF.D260222.T1000000", "1S00A00AA04N20260101");
    Delivery correction = take(NAME, "1S00A00AA01N20260101", "1S00A00AA03Y20260103");
    assertThat(correction.report()).contains("Corrects a file of the same time");
    assertThat(open())
        .containsExactly(
            "1S00A00AA01 2026-01-01 false",
            "1S00A00AA03 2026-01-03 true",
            "1S00A00AA04 2026-01-01 false");
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenFileAtFault_whenTaken_thenNothingIsLeftOfItButItsReport(Database database)
      throws IOException {
    room = AttributionDatabase.open(database);
    Path cut = write(NAME, "1S00A00AA01N20260101", "1S00A00AA02N20260102");
    Files.writeString(cut, Files.readString(cut).replaceFirst("TRL_.*\n", ""));
    assertThat(room.bean(Deliveries.class).take(cut).report())
        .contains("outcome: rejected", "no trailer")
        .doesNotContain("1S00A00AA01");
    assertThat(take("T#EFT.ON.ACO.NGD1800.DPRF.D260302.T0000001").report())
        .contains("in the future");
    assertThat(take("T#EFT.ON.ACO.NGD1800.FRPD.D260301.T1000000").report())
        .contains("not that of a preference file");
    assertThat(room.count("preference")).isZero();
    assertThat(room.count("preference_file")).isZero();
    assertThat(room.count("delivery")).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void givenDryRun_whenAsked_thenTheReportOfALoadAndNoTrace(Database database) throws IOException {
    room = AttributionDatabase.open(database);
    Path file = write(NAME, "1S00A00AA01N20260101");
    Delivery would = room.bean(Deliveries.class).dryRun(file);
    assertThat(would.report()).contains("outcome: loadable", "1, of which 1 opt out");
    assertThat(room.bean(Deliveries.class).dryRun(write("T#EFT.X", "x")).outcome())
        .isEqualTo(Outcome.REJECTED);
    for (String table : List.of("delivery", "preference", "preference_file", "audit_event")) {
      assertThat(room.count(table)).as(table).isZero();
    }
    assertThat(room.bean(Deliveries.class).take(file).outcome()).isEqualTo(Outcome.LOADED);
  }

  private Delivery take(String name, String... records) throws IOException {
    return room.bean(Deliveries.class).take(write(name, records));
  }

  /**
   * @param records an MBI, Y, N or blank, and the effective date
   */
  private Path write(String name, String... records) throws IOException {
    StringBuilder text = new StringBuilder("HDR_BENEDATASHR20260301\n");
    for (String record : records) {
      String date = record.length() > 12 ? record.substring(12) : " ".repeat(8);
      text.append(record, 0, Math.min(11, record.length()))
          .append(" ".repeat(343))
          .append(date)
          .append("1-800T")
          .append(record.length() > 11 ? record.charAt(11) : ' ')
          .append(" ".repeat(90))
          .append('\n');
    }
    text.append("TRL_BENEDATASHR20260301").append("%-10d".formatted(records.length)).append('\n');
    return Files.writeString(folder.resolve(name), text.toString());
  }

  private List<String> open() {
    return room.db()
        .query(
            "SELECT mbi, effective, share FROM preference WHERE to_xid IS NULL ORDER BY mbi",
            (rs, i) -> rs.getString(1) + " " + rs.getString(2) + " " + rs.getBoolean(3));
  }
}
