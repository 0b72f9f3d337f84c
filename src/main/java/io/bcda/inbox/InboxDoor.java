package io.bcda.inbox;

import io.bcda.inbox.Whereabouts.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An inbox for those who deliver by a program of ours: a file comes in whole or not at all, and
 * what became of it can be asked. Names are checked by the caller: a plain name, no folder.
 * Thread-safe.
 */
public final class InboxDoor {
  private static final String ARRIVING = ".arriving-";
  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);
  private final Path folder;
  private final Inbox inbox;
  private final Clock clock;

  InboxDoor(Path folder, Inbox inbox, Clock clock) {
    this.folder = folder;
    this.inbox = inbox;
    this.clock = clock;
  }

  /**
   * Writes a file under a hidden name, which the inbox leaves alone, and shows it when it is whole.
   *
   * @return false if the name is taken, by a file that waits or that a node is busy with
   * @throws IOException if it cannot be read or written to its end; then nothing came in
   */
  public boolean put(String name, InputStream content) throws IOException {
    if (isTaken(name)) {
      return false;
    }
    forgetAbandoned();
    Path file = Files.createTempFile(folder, ARRIVING, ".part");
    try {
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      return !isTaken(name) && landed(file, folder.resolve(name));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Whether a file of this name waits, or a node is busy with one. */
  public boolean isTaken(String name) {
    return Files.exists(folder.resolve(name)) || isClaimed(name);
  }

  private boolean isClaimed(String name) {
    return inbox.claimed().stream().anyMatch(f -> f.getFileName().toString().equals(name));
  }

  private static boolean landed(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file); // in one step, and refused where there is a file
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) { // there are no links here
      return Landing.moveAs(file, target);
    }
  }

  /** What a process that died was writing. */
  private void forgetAbandoned() throws IOException {
    Instant old = clock.instant().minus(ABANDONED_AFTER);
    for (Path file : in(folder)) {
      if (file.getFileName().toString().startsWith(ARRIVING)
          && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Where the newest file of a name is; empty if none is known. */
  public Optional<Whereabouts> find(String name) throws IOException {
    if (Files.exists(folder.resolve(name))) {
      return Optional.of(new Whereabouts(name, Place.WAITING, Optional.empty()));
    }
    if (isClaimed(name)) {
      return Optional.of(new Whereabouts(name, Place.TAKEN, Optional.empty()));
    }
    // A second file of a name has a counter behind it, and so has its report.
    Pattern report =
        Pattern.compile(Pattern.quote(name) + "(\\.\\d+)?" + Pattern.quote(Landing.REPORT));
    List<Path> reports = new ArrayList<>(in(folder.resolve("done")));
    reports.addAll(in(folder.resolve("rejected")));
    Optional<Path> newest =
        reports.stream()
            .filter(f -> report.matcher(f.getFileName().toString()).matches())
            .max(Comparator.comparingLong(f -> f.toFile().lastModified()));
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    boolean done = newest.get().startsWith(folder.resolve("done"));
    return Optional.of(
        new Whereabouts(
            name, done ? Place.DONE : Place.REJECTED, Optional.of(Files.readString(newest.get()))));
  }

  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
