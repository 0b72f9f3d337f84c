package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.attribution.AttributionSettings.MbiFormRule;
import io.bcda.attribution.AttributionSettings.SyntheticMbi;
import io.bcda.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRosterTest {
  private static final String A = "1S00E00AA01";
  private static final String B = "1S00E00AA02";
  private static final String BOM = "\u00ef\u00bb\u00bf";
  private static final MbiRules RULES = new MbiRules(MbiFormRule.REJECT, SyntheticMbi.ALLOW);
  private final List<String> members = new ArrayList<>();

  @Test
  void givenRecords_whenRead_thenMbisNumberedInTheFilesOrder() throws IOException {
    assertThat(read("MBIs\n" + B + "\n" + A + "\n")).isEqualTo(new RosterRead(2, 0, 0));
    assertThat(members).containsExactly("1 " + B, "2 " + A);
  }

  @Test
  void givenSameMbiAgain_whenRead_thenFirstWinsAndTheRestIsCounted() throws IOException {
    assertThat(read("MBIs\n" + A + "\n" + B + "\n" + A + "\n" + A + "\n"))
        .isEqualTo(new RosterRead(2, 2, 0));
    assertThat(members).containsExactly("1 " + A, "2 " + B);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MBIs\n%s\n%s\n",
        "MBIs\n%s\n%s",
        "MBIs\r\n%s\r\n%s\r\n",
        "MBIs\r\n%s\r\n%s\r",
        "MBIs\n%s\n%s\n\n",
        "MBIs\n%s\n%s\n\n   \r\n\n",
        BOM + "MBIs\n%s\n%s\n",
        BOM + "\"MBIs\"\n\"%s\"\n\"%s\"",
        " MBIs \n %s\n%s   \n",
        "MBIs\n\" %s \"\n\t%s\n",
        "MBI,Name\n%s,Doe\n%s,\n",
        "MBI,Name,City\n%s,\"Doe, \"\"Jo\"\"\n\nthird\",Bern\n%s,\"\",\"\"\n",
        "MBI,Name\n%s,Peña\n%s,Jos\u00c3\u00a9\n"
      })
  void givenFormsOfTheSameList_whenRead_thenTheSameMembers(String form) throws IOException {
    assertThat(read(form.formatted(A, B))).isEqualTo(new RosterRead(2, 0, 0));
    assertThat(members).containsExactly("1 " + A, "2 " + B);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MBIs",
        "MBI",
        "mbi",
        "Mbis",
        "BENE_MBI_ID",
        "bene_mbi",
        "Patient MBI",
        "MBI Number",
        "Medicare Beneficiary Identifier"
      })
  void givenHeaderThatTellsOfMbis_whenRead_thenTaken(String header) throws IOException {
    assertThat(read(header + "\n" + A + "\n").members()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {A, "1EG4-TE5-MK73", "1111111", "MBI000001", "1a69b98cd30"})
  void givenMemberInTheFirstLine_whenRead_thenRefusedAsWithoutHeader(String first) {
    refused("line 1 looks like a member: the header is missing", first + "\n" + A + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Name,MBI", "HICN", "MBI;Name", "MBI\tName", "", " ", "\"\"", "Embi", "é"})
  void givenOtherHeader_whenRead_thenRefused(String header) {
    refused("line 1 is no header", header + "\n" + A + "\n");
  }

  @Test
  void givenNothing_whenRead_thenRefused() {
    refused("is empty", "");
    refused("is empty", BOM);
    refused("no member", "MBIs");
    refused("no member", "MBIs\n\n \n");
  }

  @Test
  void givenEmptyLineWithin_whenRead_thenRefused() {
    refused("line 3 is empty", "MBIs\n" + A + "\n\n\n" + B + "\n");
    refused("line 2 is empty", "MBIs,Name\n  \r\n" + B + ",Doe\n");
  }

  @Test
  void givenOtherNumberOfColumns_whenRead_thenRefused() {
    refused("line 3 has 2 columns, the header 1", "MBIs\n" + A + "\n" + B + ",\n");
    refused("line 2 has 1 columns, the header 2", "MBI,Name\n" + A + "\n");
  }

  @Test
  void givenLineBreaksInQuotes_whenALaterRecordIsBad_thenItsLineOfTheFileIsNamed() {
    refused("line 4 has 1 columns", "MBI,Name\n" + A + ",\"two\nlines\"\n" + B + "\n");
    refused("line 2 has 3 columns", "MBI,Name\n" + A + ",\"two\nlines\",x\n");
  }

  @Test
  void givenBrokenQuotes_whenRead_thenRefused() {
    refused("line 2 has a quote within a field", "MBIs\n1S00\"E00AA01\n");
    refused("line 2 has a quote within a field", "MBIs\n \"1S00E00AA01\"\n");
    refused("line 2 has something between a closing quote", "MBIs\n\"1S00E00AA01\" \n");
    refused("line 2 has something between a closing quote", "MBIs\n\"1S00\"E00AA01\n");
    refused("line 3 begins a record that ends", "MBIs\n" + A + "\n\"1S00E00AA02\n" + B + "\n");
    refused("line 1 begins a record that ends", "\"MBIs\n" + A + "\n");
  }

  @Test
  void givenCarriageReturnWithin_whenRead_thenRefused() {
    refused("line 2 has a carriage return that ends no line", "MBIs\n" + A + "\rx\n");
    refused("line 1 has a carriage return that ends no line", "MBIs\r" + A + "\r");
  }

  @ParameterizedTest
  @CsvSource({
    "'', has no MBI in the first column",
    "'  ', has no MBI in the first column",
    "\"\", has no MBI in the first column",
    "1S00 00AA01, has a blank or control character within the first column",
    "1S00É00AA01, has a character outside ASCII in the first column",
    "1S00E00AA012, has more than the 11 characters of an MBI in the first column",
    "1S00E00AA0, has an MBI that has not CMS's form"
  })
  void givenBadMbi_whenRead_thenRefused(String mbi, String why) {
    refused("line 2 " + why, "MBI,Name\n" + mbi + ",Doe\n");
  }

  @Test
  void givenMoreThanElevenCharacters_whenRead_thenRefusedWhateverTheRule() {
    for (String mbi : List.of("1S00E00AA012", A + " ".repeat(60) + "x", "x".repeat(1000))) {
      assertThatThrownBy(() -> read("MBIs\n" + mbi + "\n", 10, warning()))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("CSV list line 2 has")
          .hasMessageContaining("first column");
    }
  }

  @Test
  void givenOddMbi_whenWarned_thenCounted() throws IOException {
    assertThat(read("MBIs\nMBI000001\nMBI000001\n" + A + "\n", 10, warning()))
        .isEqualTo(new RosterRead(2, 1, 1));
  }

  @Test
  void givenMoreRecordsThanAccepted_whenRead_thenRefused() throws IOException {
    String three = "MBIs\n" + A + "\n" + B + "\n" + A + "\n\n";
    assertThat(read(three, 3, RULES).members()).isEqualTo(2);
    assertThatThrownBy(() -> read(three, 2, RULES))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("more than the 2 records");
  }

  @Test
  void givenManyRecords_whenRead_thenDistinctMbisCounted() throws IOException {
    StringBuilder file = new StringBuilder("MBIs\n");
    for (int i = 0; i < 60_000; i++) {
      file.append(TestArchive.mbi(i % 40_000)).append('\n');
    }
    assertThat(read(file.toString(), 60_000, RULES)).isEqualTo(new RosterRead(40_000, 20_000, 0));
    assertThat(members).hasSize(40_000).doesNotHaveDuplicates();
  }

  @Test
  void givenRecordUpToTheBound_whenRead_thenTakenAndLongerRefused() throws IOException {
    String record = A + ",\"" + "x".repeat(65_535 - 14) + "\"";
    assertThat(read("MBI,Name\n" + record + "\n").members()).isEqualTo(1);
    refused("line 2 begins a record longer than 65536 bytes", "MBI,Name\n" + record + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MBI\n", "MBI\n\"", "MBI\n" + A + ",", ""})
  void givenRecordWithoutEnd_whenRead_thenRefusedBeforeTheEnd(String start) {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        };
    refused("a record longer than", new SequenceInputStream(bytes(start), endless));
  }

  @Test
  void givenPackedOrWideFile_whenRead_thenRefusedByName() {
    refused("packed by gzip", "\u001f\u008b\b\0\0\0");
    refused("zip archive", "PK\u0003\u0004rest");
    refused("UTF-16", "\u00ff\u00feM\0B\0I\0");
    refused("UTF-16", "M\0B\0I\0");
  }

  @Test
  void givenAnyRefusal_whenTold_thenWithoutWhatStandsThere() {
    assertThatThrownBy(() -> read("MBI,Name\n1A69B98CD30,Doe\n"))
        .hasMessageContaining("line 2")
        .hasMessageNotContainingAny("1A69B98CD30", "Doe");
  }

  private static MbiRules warning() {
    return new MbiRules(MbiFormRule.WARN, SyntheticMbi.ALLOW);
  }

  private void refused(String why, String file) {
    refused(why, bytes(file));
  }

  private void refused(String why, InputStream file) {
    assertThatThrownBy(() -> CsvRoster.read(file, 100, RULES, this::add))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(why);
  }

  private RosterRead read(String file) throws IOException {
    return read(file, 100, RULES);
  }

  private RosterRead read(String file, int maxMembers, MbiRules rules) throws IOException {
    members.clear();
    return CsvRoster.read(bytes(file), maxMembers, rules, this::add);
  }

  private static InputStream bytes(String file) {
    return new ByteArrayInputStream(file.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void add(int ordinal, String mbi) {
    members.add(ordinal + " " + mbi);
  }
}
