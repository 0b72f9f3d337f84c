package io.bcda.attribution;

import static io.bcda.attribution.TestArchive.archive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bcda.aco.TestModels;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CclfArchiveTest {
  @TempDir Path folder;

  @Test
  void givenGoodArchive_whenOpened_thenControlTimeAndRosterOfIt() throws IOException {
    TestArchive good = archive().with("T.BCD.A0001.ZC9Y26.D260301.T1000000", "other");
    try (CclfArchive opened = open(good.in(folder))) {
      assertThat(opened.control()).isEqualTo(control(6, 0));
      assertThat(opened.fileTime()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
      assertThat(opened.<byte[]>roster(InputStream::readAllBytes)).hasSize(6 * 12);
    }
  }

  @Test
  void givenMemberMissing_whenOpened_thenRefusedByName() throws IOException {
    TestArchive noControl = archive();
    refused("holds no CCLF0", noControl.without(noControl.member(0)));
    TestArchive noRoster = archive();
    refused("holds no CCLF8", noRoster.without(noRoster.member(8)));
    TestArchive csv = archive();
    refused(
        "holds no CCLF0",
        csv.without(csv.member(0)).without(csv.member(8)).with("roster.csv", "MBIs"));
  }

  @Test
  void givenTwoOfAKind_whenOpened_thenRefused() throws IOException {
    refused("holds 2 CCLF8 files", archive().with("T.BCD.A0001.ZC8Y26.D260301.T1000001", "x"));
    refused("holds 2 CCLF0 files", archive().with("P.BCD.A0001.ZC0R26.D260301.T1000001", "x"));
    refused(
        "holds 2 CCLF9 files",
        archive()
            .with("T.BCD.A0001.ZC9Y26.D260301.T1000000", "x")
            .with("T.BCD.A0001.ZC9Y26.D260301.T1000001", "x"));
  }

  @Test
  void givenOneNameTwice_whenOpened_thenRefused() throws IOException {
    String again = "T.BCD.A0001.ZC8Y26.D260301.T1000001";
    String bytes = new String(archive().with(again, "x").bytes(), StandardCharsets.ISO_8859_1);
    String twice = bytes.replace(again, archive().member(8));
    refused("holds 2 CCLF8 files", write(twice.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void givenMemberOfAnotherAcoKindOrYear_whenOpened_thenRefused() throws IOException {
    refused("names another ACO", archive().of("A0002").named("T.BCD.A0001.ZCY26.D260301.T1000000"));
    refused("names another ACO", archive().owner("D0001.ACO"));
    refused("kind RUNOUT", archive().runout().named("T.BCD.A0001.ZCY26.D260301.T1000000"));
    refused(
        "performance year 2025", archive().year(25).named("T.BCD.A0001.ZCY26.D260301.T1000000"));
  }

  @Test
  void givenModelWhoseMembersNameNoAco_whenOpened_thenTaken() throws IOException {
    open(archive().of("E0001").owner("CEC").in(folder)).close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sub/T.BCD.A0001.ZC9Y26.D260301.T1000000",
        "../../etc/passwd",
        "/etc/passwd",
        "..\\evil",
        "folder/"
      })
  void givenFoldersOrPaths_whenOpened_thenRefused(String member) throws IOException {
    refused("holds folders", archive().with(member, ""));
  }

  @Test
  void givenNoZip_whenOpened_thenRefused() throws IOException {
    refused("no complete zip", Files.writeString(folder.resolve(archive().name()), "no zip"));
    refused("no complete zip", Files.write(folder.resolve(archive().name()), new byte[0]));
    byte[] cut = archive().bytes();
    refused("no complete zip", write(Arrays.copyOf(cut, cut.length / 2)));
  }

  @Test
  void givenDamagedDirectory_whenOpened_thenRefused() throws IOException {
    byte[] bytes = archive().bytes();
    bytes[indexOf(bytes, 0x02014b50)] = 0;
    refused("directory is damaged", write(bytes));
  }

  @Test
  void givenEmptyZip_whenOpened_thenRefused() throws IOException {
    refused("is empty", write(TestArchive.zip(Map.of())));
  }

  @Test
  void givenTooManyEntries_whenOpened_thenRefused() throws IOException {
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 1001; i++) {
      many.put("file" + i, new byte[0]);
    }
    refused("more than 1000 entries", write(TestArchive.zip(many)));
    for (int i = 1001; i < 66_000; i++) {
      many.put("file" + i, new byte[0]); // more than 65,535: zip64
    }
    refused("more than 1000 entries", write(TestArchive.zip(many)));
  }

  @Test
  void givenBomb_whenOpened_thenRefused() throws IOException {
    TestArchive bomb = archive();
    refused("packed more than 500 times", bomb.with(bomb.member(8), "\0".repeat(20_000_000)));
    TestArchive other = archive().with(archive().member(9), " ".repeat(20_000_000));
    refused("CCLF9 is packed more than 500 times", other);
  }

  @Test
  void givenHugeControlFile_whenRead_thenRefused() throws IOException {
    TestArchive huge = archive();
    Path file = huge.with(huge.member(0), "random".repeat(20_000)).in(folder);
    try (CclfArchive opened = open(file)) {
      assertThatThrownBy(opened::control)
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("larger than any control file");
    }
  }

  @Test
  void givenDamagedContent_whenRead_thenRefused() throws IOException {
    byte[] bytes = archive().bytes();
    int roster = indexOf(bytes, "ZC8Y26.D260301.T1000000".getBytes(StandardCharsets.US_ASCII));
    int data = roster + "ZC8Y26.D260301.T1000000".length();
    bytes[data + 12] ^= 0x10;
    try (CclfArchive opened = open(write(bytes))) {
      assertThatThrownBy(() -> opened.roster(InputStream::readAllBytes))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("CCLF8 is damaged");
    }
  }

  @Test
  void givenOtherChecksum_whenReadToTheEnd_thenRefused() throws IOException {
    byte[] bytes = archive().bytes();
    int second = indexOf(bytes, 0x02014b50, indexOf(bytes, 0x02014b50) + 4);
    bytes[second + 16] ^= 1; // CRC in the directory
    try (CclfArchive opened = open(write(bytes))) {
      assertThatThrownBy(() -> opened.roster(InputStream::readAllBytes))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("size or CRC differ");
    }
  }

  @Test
  void givenMoreBytesThanAnnounced_whenRead_thenRefused() throws IOException {
    byte[] bytes = archive().bytes();
    int second = indexOf(bytes, 0x02014b50, indexOf(bytes, 0x02014b50) + 4);
    bytes[second + 24] = 10; // plain size in the directory
    try (CclfArchive opened = open(write(bytes))) {
      assertThatThrownBy(() -> opened.roster(InputStream::readAllBytes))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("CCLF8 is");
    }
  }

  private static Cclf0 control(long members, long changes) {
    return new Cclf0(
        new Announced("CCLF8", members, 549), Optional.of(new Announced("CCLF9", changes, 54)));
  }

  private void refused(String why, TestArchive archive) throws IOException {
    refused(why, archive.in(folder));
  }

  private void refused(String why, Path file) {
    assertThatThrownBy(() -> open(file)).isInstanceOf(Refusal.class).hasMessageContaining(why);
  }

  private static CclfArchive open(Path file) throws IOException {
    DeliveryNames names = new DeliveryNames(TestModels.shipped());
    return CclfArchive.open(file, names.of(file.getFileName().toString()), names);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve(archive().name()), bytes);
  }

  private static int indexOf(byte[] bytes, int signature) {
    return indexOf(bytes, signature, 0);
  }

  private static int indexOf(byte[] bytes, int signature, int from) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i <= bytes.length - 4; i++) {
      if (buffer.getInt(i) == signature) {
        return i;
      }
    }
    throw new IllegalArgumentException("not found");
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
  }
}
