package io.bcda.sandbox;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes attribution archives: CCLF0 and CCLF8 in a zip, as the CMS CCLF Information Packet v38
 * lays them out. Entry times are the delivery's, so that the bytes are the same whenever it is
 * written.
 */
final class RosterWriter {
  private RosterWriter() {}

  /**
   * Writes one delivery.
   *
   * @return the archive, named as CMS would
   */
  static Path write(Roster roster, Path folder) throws IOException {
    Path archive = folder.resolve(roster.archiveName());
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      entry(zip, roster.memberName(0), roster.madeAt());
      zip.write(Cclf0Text.of(roster.lines().count()).getBytes(StandardCharsets.US_ASCII));
      zip.closeEntry();
      entry(zip, roster.memberName(8), roster.madeAt());
      Cclf8Text text = new Cclf8Text(roster.madeAt().toLocalDate());
      for (Roster.Line line : (Iterable<Roster.Line>) roster.lines()::iterator) {
        zip.write(text.line(line).getBytes(StandardCharsets.US_ASCII));
      }
      zip.closeEntry();
    }
    return archive;
  }

  private static void entry(ZipOutputStream zip, String name, LocalDateTime time)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(time);
    zip.putNextEntry(entry);
  }
}
