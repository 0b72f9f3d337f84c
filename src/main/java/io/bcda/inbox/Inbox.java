package io.bcda.inbox;

import java.nio.file.Path;
import java.util.List;

/**
 * One folder into which files are delivered, with its {@code done} and {@code rejected} folders.
 */
public interface Inbox {
  /** Regular files that are complete (unchanged for the settling time), by name. */
  List<Path> ready();

  /** Regular files that were delivered, complete or not, by name. */
  List<Path> present();

  /** Files that a node is busy with, this one too, or was busy with when it died. */
  List<Path> claimed();

  /**
   * Moves a taken file to {@code done}, with a report beside it. Nothing is overwritten: a name
   * already there gets a counter. A file that is gone by now is none of our business any more.
   */
  void done(Path file, String report);

  /** Moves a refused file to {@code rejected}, with a report beside it that says why. */
  void rejected(Path file, String report);
}
