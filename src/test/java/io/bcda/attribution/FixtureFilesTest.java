package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bcda.attribution.AttributionSettings.CountRule;
import io.bcda.attribution.AttributionSettings.MbiFormRule;
import io.bcda.attribution.AttributionSettings.SyntheticMbi;
import io.bcda.attribution.PreferenceFile.TrailerRule;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that CMS's own server is tested with (bcda-app, CC0), where they are at hand. Each number
 * was counted with cut, sort and uniq.
 */
class FixtureFilesTest {
  private static final Path CCLF = Path.of("../shared/fixtures/cclf");
  private static final String PREFERENCES = "T#EFT.ON.ACO.NGD1800.DPRF.";
  private static final MbiRules WARN = rules(MbiFormRule.WARN);
  private static final MbiRules REJECT = rules(MbiFormRule.REJECT);

  @BeforeAll
  static void present() {
    assumeTrue(Files.isDirectory(CCLF), "no fixtures here");
  }

  @Test
  void givenTheFolders_whenListed_thenTheseTestsReadAllOfThem() throws IOException {
    assertThat(files("csv")).isEqualTo(6);
    assertThat(files("suppression")).isEqualTo(8);
  }

  // Their people are called MBI000001 to MBI000005, which is no MBI's form.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "P.PCPB.M2411.D181120.T1000000",
        "T.PCPB.M2411.D241206.T1732561",
        "T.GUIDE.GUIDE-0001.Y25.D250630.T1000000",
        "T.ACCESS.ACCES00001.Y25.D250630.T1000000"
      })
  void givenCsvList_whenRead_thenFiveMembersOfOddForm(String file) throws IOException {
    List<String> members = new ArrayList<>();
    assertThat(csv(file, WARN, (ordinal, mbi) -> members.add(mbi)))
        .isEqualTo(new RosterRead(5, 0, 5));
    assertThat(members).hasSize(5).startsWith("MBI000001").endsWith("MBI000005");
    refused("line 2 has an MBI that has not CMS's form", file, REJECT);
  }

  @Test
  void givenListOfOneRecordThatIsNoMbi_whenRead_thenRefused() {
    refused("line 2 has a blank", "P.PCPB.M2411.D181121.T1000000", WARN);
  }

  // CMS's server takes the first of the three people for the header.
  @Test
  void givenListWithoutHeader_whenRead_thenRefused() {
    refused("line 1 looks like a member: the header is missing", "valid.csv", WARN);
  }

  // Y, Y, a line of the other preference alone, N.
  @Test
  void givenValidPreferences_whenRead_thenFourLinesOfWhichOneOptsOut() throws IOException {
    List<Preference> preferences = new ArrayList<>();
    assertThat(
            preferences(
                "valid/" + PREFERENCES + "D181120.T1000009",
                TrailerRule.REQUIRED,
                REJECT,
                preferences::add))
        .isEqualTo(new PreferenceFile.Read(3, 1, 1, 0));
    assertThat(preferences).extracting(Preference::share).containsExactly(true, true, false);
    assertThat(preferences)
        .extracting(preference -> preference.effective().toString())
        .containsExactly("2019-07-01", "2019-07-29", "2019-07-19");
  }

  // 250 lines behind the header, none of them a trailer: 86 N, 71 Y, 93 blank.
  @Test
  void givenPreferencesWithoutTrailer_whenRead_thenRefusedUnlessItIsOptional() throws IOException {
    String file = "valid/" + PREFERENCES + "D190816.T0241390";
    assertThat(preferences(file, TrailerRule.OPTIONAL, WARN, preference -> {}))
        .isEqualTo(new PreferenceFile.Read(157, 93, 86, 250));
    assertThatThrownBy(() -> preferences(file, TrailerRule.REQUIRED, WARN, preference -> {}))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("has no trailer");
  }

  @ParameterizedTest
  @CsvSource({
    "suppressionfile_BadHeader, 09, line 1 is no header",
    "suppressionfile_MissingData, 09, line 6 is no trailer",
    "suppressionfile_MissingData, 10, line 6 is a trailer that counts 5 records; the file has 4",
    "suppressionfile_MissingData, 11, line 2 has an impossible effective date",
    "suppressionfile_MissingData, 12, line 6 is a trailer that counts 5 records; the file has 4"
  })
  void givenBadPreferences_whenRead_thenRefused(String folder, String tenth, String why) {
    String file = folder + "/" + PREFERENCES + "D181120.T10000" + tenth;
    assertThatThrownBy(() -> preferences(file, TrailerRule.OPTIONAL, WARN, preference -> {}))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
  }

  // CMS's server refuses it for a letter in the link key, a column that is not read here.
  @Test
  void givenBadLinkKey_whenRead_thenTakenAsIfItWereGood() throws IOException {
    String file = "suppressionfile_MissingData/" + PREFERENCES + "D181120.T1000013";
    assertThat(preferences(file, TrailerRule.REQUIRED, WARN, preference -> {}))
        .isEqualTo(new PreferenceFile.Read(3, 1, 1, 4));
  }

  // Three lines of H, three of M, whose MBIs have not the form of CMS.
  @Test
  void givenCclf9OfAnArchive_whenRead_thenThreeChanges() throws IOException {
    Path archive = CCLF.resolve("archives/valid/T.BCD.A0001.ZCY18.D181120.T1000000");
    List<MbiChange> changes = new ArrayList<>();
    try (ZipFile zip = new ZipFile(archive.toFile());
        InputStream control = member(zip, "T.BCD.A0001.ZC0Y18.D181120.T1000011");
        InputStream content = member(zip, "T.BCD.A0001.ZC9Y18.D181120.T1000010")) {
      Announced announced = Cclf0.parse(control.readAllBytes()).cclf9().orElseThrow();
      assertThat(announced).isEqualTo(new Announced("CCLF9", 6, 54));
      assertThat(Cclf9.read(content, announced, CountRule.EXACT, WARN, changes::add))
          .isEqualTo(new Cclf9.Read(3, 3, 0, 0, 0, 3));
    }
    assertThat(changes)
        .extracting(change -> change.effective() + " " + change.obsolete())
        .containsExactly("1960-01-01 2017-06-11", "1959-12-31 2017-12-31", "1960-01-01 2010-05-11");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "before/dev",
        "before/small",
        "before/medium",
        "after/dev",
        "after/small",
        "after/medium"
      })
  void givenCclf9OfARoster_whenRead_thenTwoHicnsAndNoChange(String folder) throws IOException {
    Path roster = CCLF.resolve("rosters").resolve(folder);
    Announced announced =
        Cclf0.parse(Files.readAllBytes(roster.resolve("ZC0"))).cclf9().orElseThrow();
    try (InputStream content = Files.newInputStream(roster.resolve("ZC9"))) {
      assertThat(Cclf9.read(content, announced, CountRule.EXACT, REJECT, change -> {}))
          .isEqualTo(new Cclf9.Read(0, 2, 0, 0, 0, 0));
    }
  }

  private static void refused(String why, String file, MbiRules rules) {
    assertThatThrownBy(() -> csv(file, rules, (ordinal, mbi) -> {}))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
  }

  private static RosterRead csv(String file, MbiRules rules, MemberSink sink) throws IOException {
    try (InputStream content = Files.newInputStream(CCLF.resolve("csv").resolve(file))) {
      return CsvRoster.read(content, 1000, rules, sink);
    }
  }

  private static PreferenceFile.Read preferences(
      String file, TrailerRule trailers, MbiRules rules, PreferenceSink sink) throws IOException {
    Path path = CCLF.resolve("suppression").resolve(file);
    assertThat(PreferenceName.of(path.getFileName().toString())).isPresent();
    try (InputStream content = Files.newInputStream(path)) {
      return PreferenceFile.read(content, trailers, rules, sink);
    }
  }

  private static InputStream member(ZipFile zip, String name) throws IOException {
    return zip.getInputStream(zip.getEntry(name));
  }

  private static long files(String folder) throws IOException {
    try (Stream<Path> all = Files.walk(CCLF.resolve(folder))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private static MbiRules rules(MbiFormRule form) {
    return new MbiRules(form, SyntheticMbi.ALLOW);
  }
}
