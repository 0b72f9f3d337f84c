package io.bcda.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The one folder that the server writes to. It exists once this object does. Thread-safe. */
public final class BcdaHome {
  private final Path path;

  /**
   * @param folder made with its parents if absent
   * @throws UnusableSetting if it cannot be made or written to
   */
  public BcdaHome(Path folder) {
    this.path = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw unusable(e);
    }
    if (!Files.isWritable(path)) {
      throw unusable(null);
    }
  }

  /** Absolute and normalised. */
  public Path path() {
    return path;
  }

  /** A path below the folder; what it leads to need not exist. */
  public Path resolve(String relative) {
    return path.resolve(relative);
  }

  private UnusableSetting unusable(@Nullable Throwable cause) {
    return new UnusableSetting(
        "The folder " + path + " (bcda.home) cannot be made or written to.",
        "Set bcda.home (environment variable BCDA_HOME) to a folder that this user may write to.",
        cause);
  }
}
