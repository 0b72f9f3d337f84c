package io.bcda.attribution;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An attribution archive: a zip that holds exactly one CCLF0 and one CCLF8, and at most one CCLF9,
 * of the ACO, kind and performance year in its own name. Other files in it are left alone; nothing
 * is ever unpacked to disk.
 */
final class CclfArchive implements Closeable {
  private static final int MOST_ENTRIES = 1_000;
  private static final int LARGEST_DIRECTORY = 1 << 20;
  private static final int LARGEST_CONTROL = 1 << 16;
  private static final int STEEPEST_RATIO = 500;
  private static final int SMALL = 1 << 20;

  private record Member(MemberName name, ZipEntry entry) {}

  private final ZipFile zip;
  private final Member control;
  private final Member roster;
  private final Optional<Member> changes;

  private CclfArchive(ZipFile zip, List<Member> members, DeliveryName name) {
    this.zip = zip;
    this.control = only('0', members, name);
    this.roster = only('8', members, name);
    this.changes = atMostOne('9', members, name);
  }

  /** Something that reads the CCLF8 file. */
  @FunctionalInterface
  interface Reader<T> {
    T read(InputStream cclf8) throws IOException;
  }

  /** Something that reads the CCLF9 file. */
  @FunctionalInterface
  interface ChangesReader<T> {
    T read(InputStream cclf9, Announced announced) throws IOException;
  }

  /**
   * Opens an archive and checks what it holds.
   *
   * @param name what the archive's own name says
   * @param names reads the names of what is in it
   * @throws Refusal if it is no readable zip, or does not hold what it must
   * @throws IOException if the file cannot be read now
   */
  static CclfArchive open(Path file, DeliveryName name, DeliveryNames names) throws IOException {
    checkDirectory(ZipDirectory.of(file));
    ZipFile zip = opened(file);
    try {
      List<Member> members =
          zip.stream().flatMap(entry -> member(entry, name, names).stream()).toList();
      return new CclfArchive(zip, members, name);
    } catch (RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static void checkDirectory(Optional<ZipDirectory> directory) {
    ZipDirectory found =
        directory.orElseThrow(
            () -> refused("The archive cannot be opened: it is no complete zip."));
    if (found.entries() == 0) {
      throw refused("The archive is empty.");
    }
    if (found.entries() > MOST_ENTRIES || found.bytes() > LARGEST_DIRECTORY) {
      throw refused(
          "The archive has more than " + MOST_ENTRIES + " entries; a delivery has about a dozen.");
    }
  }

  private static ZipFile opened(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException | EOFException e) {
      throw refused("The archive cannot be opened: its directory is damaged.");
    }
  }

  private static Optional<Member> member(
      ZipEntry entry, DeliveryName archive, DeliveryNames names) {
    String name = entry.getName();
    if (name.contains("/") || name.contains("\\")) {
      throw refused("The archive holds folders; its files must lie at the top.");
    }
    return names.member(name, archive).map(parsed -> new Member(parsed, entry));
  }

  private static Member only(char number, List<Member> members, DeliveryName archive) {
    return atMostOne(number, members, archive)
        .orElseThrow(
            () ->
                refused(
                    "The archive holds no CCLF%c file, or none with a name as it must be."
                        .formatted(number)));
  }

  private static Optional<Member> atMostOne(
      char number, List<Member> members, DeliveryName archive) {
    List<Member> found = members.stream().filter(m -> m.name().file() == number).toList();
    String file = "CCLF" + number;
    if (found.size() > 1) {
      throw refused("The archive holds " + found.size() + " " + file + " files, not one.");
    }
    for (Member member : found) {
      checkName(file, member.name(), archive);
      checkSize(file, member.entry());
    }
    return found.stream().findFirst();
  }

  private static void checkName(String file, MemberName name, DeliveryName archive) {
    if (!name.isOf(archive)) {
      throw refused(file + " in the archive names another ACO than the archive's own name.");
    }
    if (name.kind() != archive.kind()) {
      throw refused(
          file
              + " in the archive is of kind "
              + name.kind()
              + ", the archive "
              + archive.kind()
              + ".");
    }
    if (name.performanceYear() != archive.performanceYear()) {
      throw refused(
          "%s in the archive is of performance year %d, the archive of %d."
              .formatted(file, name.performanceYear(), archive.performanceYear()));
    }
  }

  private static void checkSize(String file, ZipEntry entry) {
    if (entry.getSize() > SMALL
        && entry.getSize() / STEEPEST_RATIO > Math.max(1, entry.getCompressedSize())) {
      throw refused(file + " is packed more than " + STEEPEST_RATIO + " times, as no real one is.");
    }
  }

  /** The timestamp of the delivery: that of CCLF8's name. */
  Instant fileTime() {
    return roster.name().fileTime();
  }

  /**
   * Reads the control file.
   *
   * @throws Refusal if it is damaged or has not the layout
   */
  Cclf0 control() throws IOException {
    if (control.entry().getSize() > LARGEST_CONTROL) {
      throw refused("CCLF0 is larger than any control file.");
    }
    return Cclf0.parse(read("CCLF0", control.entry(), InputStream::readAllBytes));
  }

  /**
   * Reads the beneficiary file.
   *
   * @throws Refusal if it is damaged, or as the reader throws
   */
  <T> T roster(Reader<T> reader) throws IOException {
    return read("CCLF8", roster.entry(), reader);
  }

  /**
   * Reads the file of changed MBIs.
   *
   * @param announced what CCLF0 says of it
   * @return empty if the archive holds none
   * @throws Refusal if it is damaged, or not announced, or as the reader throws
   */
  <T> Optional<T> changes(Optional<Announced> announced, ChangesReader<T> reader)
      throws IOException {
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    Announced said =
        announced.orElseThrow(
            () -> refused("The archive holds a CCLF9 file, for which CCLF0 has no row."));
    return Optional.of(read("CCLF9", changes.get().entry(), file -> reader.read(file, said)));
  }

  private <T> T read(String name, ZipEntry entry, Reader<T> reader) throws IOException {
    try (InputStream packed = zip.getInputStream(entry)) {
      return reader.read(new MemberStream(packed, name, entry));
    } catch (ZipException | EOFException e) {
      throw refused(name + " is damaged: it cannot be unpacked.");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private static Refusal refused(String sentence) {
    return new Refusal(Reason.MALFORMED, sentence);
  }
}
