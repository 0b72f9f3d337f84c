package io.bcda.attribution;

import io.bcda.aco.TestModels;
import io.bcda.attribution.AttributionSettings.CountRule;
import io.bcda.attribution.AttributionSettings.MbiFormRule;
import io.bcda.attribution.AttributionSettings.SyntheticMbi;
import io.bcda.attribution.PreferenceFile.TrailerRule;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files damaged at random are read or refused, and nothing else. */
class DamagedFilesTest {
  private static final MbiRules RULES = new MbiRules(MbiFormRule.WARN, SyntheticMbi.ALLOW);

  @Test
  void givenDamagedPreferenceFiles_whenRead_thenReadOrRefused() {
    String file =
        TestPreferences.file(
            TestPreferences.detail(mbi(1), 'N'),
            TestPreferences.substanceUseOnly(mbi(2)),
            TestPreferences.detail(mbi(3), 'Y'));
    Fuzz.run(
        file, bytes -> PreferenceFile.read(bytes, TrailerRule.REQUIRED, RULES, preference -> {}));
    Fuzz.run(
        file, bytes -> PreferenceFile.read(bytes, TrailerRule.OPTIONAL, RULES, preference -> {}));
  }

  @Test
  void givenDamagedCclf9_whenRead_thenReadOrRefused() {
    StringBuilder file = new StringBuilder("H203031401M 203031401A 2009-12-31\n");
    for (int i = 1; i < 20; i++) {
      file.append('M').append(mbi(i)).append(mbi(i - 1)).append("2019-12-312024-05-06\n");
    }
    Announced announced = new Announced("CCLF9", 20, 55);
    Fuzz.run(
        file.toString(),
        bytes -> Cclf9.read(bytes, announced, CountRule.AT_MOST, RULES, change -> {}));
  }

  @Test
  void givenDamagedCclf8_whenRead_thenReadOrRefused() {
    StringBuilder file = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      file.append(mbi(i)).append(" ".repeat(20)).append("Doe\r\n");
    }
    Announced announced = new Announced("CCLF8", 20, 549);
    Fuzz.run(
        file.toString(),
        bytes -> Cclf8.read(bytes, announced, CountRule.AT_MOST, RULES, (ordinal, mbi) -> {}));
  }

  @Test
  void givenDamagedCsvList_whenRead_thenReadOrRefused() {
    StringBuilder file = new StringBuilder("MBIs,Name,City\r\n");
    for (int i = 1; i <= 20; i++) {
      file.append(mbi(i)).append(",\"Doe, \"\"Jo\"\"\",\"two\nlines\"\n");
      file.append('"').append(mbi(i + 50)).append("\",,Bern\r\n");
    }
    Fuzz.run(file.toString(), bytes -> CsvRoster.read(bytes, 1000, RULES, (ordinal, mbi) -> {}));
  }

  @Test
  void givenDamagedCclf0_whenRead_thenReadOrRefused() {
    Fuzz.run(TestArchive.control(20, 549), bytes -> Cclf0.parse(bytes.readAllBytes()));
  }

  @Test
  void givenDamagedArchives_whenRead_thenReadOrRefused(@TempDir Path folder) {
    List<String> members = IntStream.range(1, 20).mapToObj(DamagedFilesTest::mbi).toList();
    TestArchive archive = TestArchive.archive().members(members);
    DeliveryNames names = new DeliveryNames(TestModels.shipped());
    DeliveryName name = names.of(archive.name());
    Path file = folder.resolve(archive.name());
    Fuzz.run(
        new String(archive.bytes(), StandardCharsets.ISO_8859_1),
        bytes -> {
          Files.write(file, bytes.readAllBytes());
          try (CclfArchive opened = CclfArchive.open(file, name, names)) {
            Cclf0 control = opened.control();
            return opened.roster(
                cclf8 ->
                    Cclf8.read(
                        cclf8, control.cclf8(), CountRule.AT_MOST, RULES, (ordinal, mbi) -> {}));
          }
        });
  }

  @Test
  void givenDamagedNames_whenRead_thenReadOrRefused() {
    DeliveryNames names = new DeliveryNames(TestModels.shipped());
    DeliveryName archive = names.of("T.BCD.A0001.ZCY18.D181120.T1000000");
    for (String name :
        List.of(
            "T.BCD.A0001.ZCY18.D181120.T1000000.zip",
            "P.PCPB.M2411.D181120.T1000000",
            "T.GUIDE.GUIDE-0001.Y25.D250630.T1000000.csv")) {
      Fuzz.run(name, bytes -> names.of(text(bytes)));
    }
    String member = "T.BCD.A0001.ZC8Y18.D181120.T1000009";
    Fuzz.run(member, bytes -> required(names.member(text(bytes), archive)));
    String preferences = "T#EFT.ON.ACO.NGD1800.DPRF.D181120.T1000009";
    Fuzz.run(preferences, bytes -> required(PreferenceName.of(text(bytes))));
  }

  private static String text(InputStream bytes) throws IOException {
    return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** What is read by name, or what an import says of another name. */
  private static <T> T required(Optional<T> read) {
    return read.orElseThrow(() -> new Refusal(Reason.MALFORMED, "another name"));
  }

  private static String mbi(int number) {
    return "1S00E00AA%02d".formatted(number);
  }
}
