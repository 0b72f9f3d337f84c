package io.bcda.inbox;

import java.nio.file.Path;
import java.util.List;

/**
 * One folder into which files are delivered, with its {@code done} and {@code rejected} folders.
 */
public interface Inbox {
  /** Regular files that are complete (unchanged for the settling time), oldest name first. */
  List<Path> ready();

  /** Moves a taken file to {@code done}, with a report beside it. */
  void done(Path file, String report);

  /** Moves a refused file to {@code rejected}, with a report beside it that says why. */
  void rejected(Path file, String report);
}
