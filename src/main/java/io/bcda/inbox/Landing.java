package io.bcda.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Moves files to where they end, never over another one. */
final class Landing {
  static final String REPORT = ".report.txt";
  // File systems allow 255 bytes; a counter and the report's ending must fit as well.
  private static final int LONGEST_NAME = 200;

  private Landing() {}

  /**
   * Moves a file into a folder and writes its report beside it.
   *
   * @return where the file lies now
   * @throws NoSuchFileException if the file is gone
   */
  static Path move(Path file, Path folder, String report) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    String name = shortened(file.getFileName().toString());
    for (int n = 1; ; n++) {
      Path target = folder.resolve(n == 1 ? name : name + "." + n);
      Path note = folder.resolve(target.getFileName() + REPORT);
      if (reserved(target)) {
        if (reserved(note)) {
          Files.writeString(note, report.endsWith("\n") ? report : report + "\n");
          return moved(file, target, note);
        }
        Files.delete(target);
      }
    }
  }

  /**
   * Moves a file into a folder under its own name.
   *
   * @return false if that name is taken there; the file then stays
   */
  static boolean moveBack(Path file, Path folder) throws IOException {
    return moveAs(file, folder.resolve(file.getFileName()));
  }

  /**
   * Moves a file.
   *
   * @return false if there is one already; the file then stays
   */
  static boolean moveAs(Path file, Path target) throws IOException {
    if (!reserved(target)) {
      return false;
    }
    moved(file, target, target);
    return true;
  }

  // The empty file is ours, so that replacing it overwrites nobody.
  private static boolean reserved(Path target) throws IOException {
    try {
      Files.createFile(target);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static Path moved(Path file, Path target, Path note) throws IOException {
    try {
      replace(file, target);
      return target;
    } catch (IOException e) {
      Files.deleteIfExists(target);
      Files.deleteIfExists(note);
      throw e;
    }
  }

  private static void replace(Path file, Path target) throws IOException {
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String shortened(String name) {
    String cut = name;
    while (cut.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }
}
