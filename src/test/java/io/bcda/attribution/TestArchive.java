package io.bcda.attribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An attribution archive under construction; without further ado a good one of six people. */
final class TestArchive {
  private static final String HEADER =
      "File Number  |File Description    |Total Records Count |Record Length\n";
  private String aco = "A0001";
  private String owner = "BCD.A0001";
  private String kind = "Y";
  private int year = 26;
  private String time = "D260301.T1000000";
  private List<String> lines = mbis(1, 6);
  private Integer announced;
  private int length = 549;
  private String name;
  private final Map<String, byte[]> others = new LinkedHashMap<>();
  private final List<String> without = new ArrayList<>();

  static TestArchive archive() {
    return new TestArchive();
  }

  /** Synthetic MBIs number first to last. */
  static List<String> mbis(int first, int last) {
    List<String> mbis = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      mbis.add(mbi(i));
    }
    return mbis;
  }

  /** The synthetic MBI of a number below 20 million: an S in second place. */
  static String mbi(int number) {
    String letters = "ACDEFGHJKMNPQRTUVWXY";
    int rest = number / 100;
    return "1S0"
        + rest % 10
        + letters.charAt(rest / 10 % 20)
        + "0"
        + rest / 200 % 10
        + letters.charAt(rest / 2000 % 20)
        + letters.charAt(rest / 40_000 % 20)
        + "%02d".formatted(number % 100);
  }

  TestArchive of(String aco) {
    this.aco = aco;
    this.owner = "BCD." + aco;
    return this;
  }

  TestArchive owner(String owner) {
    this.owner = owner;
    return this;
  }

  TestArchive runout() {
    this.kind = "R";
    return this;
  }

  TestArchive year(int year) {
    this.year = year;
    return this;
  }

  /** For example {@code D260301.T1000000}. */
  TestArchive time(String time) {
    this.time = time;
    return this;
  }

  TestArchive members(List<String> lines) {
    this.lines = lines;
    return this;
  }

  TestArchive announced(int records) {
    this.announced = records;
    return this;
  }

  TestArchive length(int length) {
    this.length = length;
    return this;
  }

  TestArchive named(String name) {
    this.name = name;
    return this;
  }

  TestArchive with(String member, String content) {
    others.put(member, content.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  TestArchive without(String member) {
    without.add(member);
    return this;
  }

  String name() {
    return name != null ? name : "T.BCD.%s.ZC%s%02d.%s".formatted(aco, kind, year, time);
  }

  String member(int file) {
    return "T.%s.ZC%d%s%02d.%s".formatted(owner, file, kind, year, time);
  }

  static String control(int records, int length) {
    return HEADER
        + "CCLF1  |Part A Claims Header File                  |          6|  292\n"
        + "CCLF8  |Beneficiary Demographics File              |%11d|%5d\n"
            .formatted(records, length)
        + "CCLF9  |BENE XREF File                             |          0|   54";
  }

  byte[] bytes() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put(
        member(0),
        control(announced == null ? lines.size() : announced, length)
            .getBytes(StandardCharsets.US_ASCII));
    members.put(member(8), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    members.putAll(others);
    without.forEach(members::remove);
    return zip(members);
  }

  static byte[] zip(Map<String, byte[]> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Path in(Path folder) throws IOException {
    return Files.write(folder.resolve(name()), bytes());
  }

  static List<String> repeated(String line, int times) {
    return Collections.nCopies(times, line);
  }
}
