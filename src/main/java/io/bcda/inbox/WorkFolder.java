package io.bcda.inbox;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that some node is busy with. Each lies in a folder of its own, {@code
 * work/<random>/<name>}, so that a claim is one atomic rename which only one node can win and which
 * overwrites nothing. Beside it lies a lease whose time of change the node renews; a claim with a
 * stale lease belongs to a dead node.
 */
final class WorkFolder {
  private static final String LEASE = ".lease";
  private final Path work;
  private final Path inbox;
  private final Clock clock;

  WorkFolder(Path inbox, Clock clock) throws IOException {
    this.inbox = inbox;
    this.work = Files.createDirectories(inbox.resolve("work"));
    this.clock = clock;
  }

  /** Makes a file this node's; empty if another node was first. */
  Optional<Path> claim(Path file) throws IOException {
    Path claim = Files.createTempDirectory(work, "");
    try {
      Files.createFile(claim.resolve(LEASE));
      renew(claim.resolve(LEASE));
      Path mine = claim.resolve(file.getFileName());
      Files.move(file, mine, StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(mine);
    } catch (NoSuchFileException e) {
      clear(claim);
      return Optional.empty();
    }
  }

  /** Says that this node is alive and busy with the file. */
  void renewLeaseOf(Path claimed) throws IOException {
    renew(claimed.resolveSibling(LEASE));
  }

  private void renew(Path lease) throws IOException {
    Files.setLastModifiedTime(lease, FileTime.from(clock.instant()));
  }

  /** Puts a claimed file back; if its name is taken again, it stays until the name is free. */
  void giveBack(Path claimed) throws IOException {
    if (Landing.moveBack(claimed, inbox)) {
      forget(claimed);
    } else {
      Files.setLastModifiedTime(
          claimed.resolveSibling(LEASE), FileTime.from(clock.instant().minus(Duration.ofDays(1))));
    }
  }

  /** Removes the claim's folder once its file has left it. */
  void forget(Path claimed) throws IOException {
    Path claim = claimed.getParent();
    if (claim != null && work.equals(claim.getParent()) && !Files.exists(claimed)) {
      clear(claim);
    }
  }

  /** What living and dead nodes have claimed. */
  List<Path> claimed() throws IOException {
    List<Path> claimed = new ArrayList<>();
    for (Path claim : claims()) {
      try {
        claimed.addAll(filesOf(claim));
      } catch (NoSuchFileException e) {
        // Its owner is done.
      }
    }
    return claimed;
  }

  private List<Path> claims() throws IOException {
    try (Stream<Path> all = Files.list(work)) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  private static List<Path> filesOf(Path claim) throws IOException {
    try (Stream<Path> files = Files.list(claim)) {
      return files.filter(f -> !f.getFileName().toString().equals(LEASE)).toList();
    }
  }

  /** Puts back what dead nodes had claimed. Returns the names. */
  List<String> giveBackAbandoned(Duration lease) throws IOException {
    List<String> returned = new ArrayList<>();
    for (Path claim : claims()) {
      try {
        FileTime renewed = Files.getLastModifiedTime(claim.resolve(LEASE));
        if (renewed.toInstant().plus(lease).isBefore(clock.instant())) {
          returned.addAll(emptied(claim));
        }
      } catch (NoSuchFileException e) {
        removeIfEmpty(claim);
      }
    }
    return returned;
  }

  /**
   * A claim without a lease is between two steps of its owner, or was left there by one that died.
   * If a file is in it, it gets a lease and with it time: its owner may just be about to read it.
   */
  private void removeIfEmpty(Path claim) throws IOException {
    try {
      Files.deleteIfExists(claim);
    } catch (DirectoryNotEmptyException e) {
      try {
        renew(Files.createFile(claim.resolve(LEASE)));
      } catch (FileAlreadyExistsException | NoSuchFileException quicker) {
        // Its owner lives.
      }
    }
  }

  private List<String> emptied(Path claim) throws IOException {
    List<String> returned = new ArrayList<>();
    try {
      for (Path file : filesOf(claim)) {
        if (Landing.moveBack(file, inbox)) {
          returned.add(file.getFileName().toString());
        } else {
          return returned;
        }
      }
      clear(claim);
    } catch (NoSuchFileException e) {
      // Another node was first.
    }
    return returned;
  }

  private static void clear(Path claim) throws IOException {
    try {
      Files.deleteIfExists(claim.resolve(LEASE));
      Files.deleteIfExists(claim);
    } catch (DirectoryNotEmptyException e) {
      Files.write(claim.resolve(LEASE), new byte[0]);
    }
  }
}
