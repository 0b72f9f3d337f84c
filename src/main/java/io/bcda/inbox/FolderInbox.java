package io.bcda.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An inbox on a file system, possibly shared by several nodes. Hidden files, folders, links and
 * names that end like unfinished uploads ({@code .part}, {@code .tmp}, {@code .filepart}) are left
 * alone. Safe for use by several threads.
 */
public final class FolderInbox implements Inbox {
  private static final Logger log = LoggerFactory.getLogger(FolderInbox.class);
  private static final List<String> UNFINISHED = List.of(".part", ".tmp", ".filepart");

  private record Look(long size, FileTime modified, Instant since) {
    boolean sameAs(BasicFileAttributes now) {
      return size == now.size() && modified.equals(now.lastModifiedTime());
    }
  }

  private final Path folder;
  private final Path done;
  private final Path rejected;
  private final WorkFolder work;
  private final Clock clock;
  private final Duration settle;
  private Map<Path, Look> seen = Map.of();

  /**
   * Makes the folder and those in it, where absent.
   *
   * @param settle how long a file must stay unchanged, from one look to a later one, to be complete
   * @throws UncheckedIOException if the folders cannot be made
   */
  public FolderInbox(Path folder, Clock clock, Duration settle) {
    this.folder = folder.toAbsolutePath().normalize();
    this.clock = clock;
    this.settle = settle;
    try {
      Files.createDirectories(this.folder);
      this.done = Files.createDirectories(this.folder.resolve("done"));
      this.rejected = Files.createDirectories(this.folder.resolve("rejected"));
      this.work = new WorkFolder(this.folder, clock);
    } catch (IOException e) {
      throw new UncheckedIOException("The inbox " + folder + " cannot be made", e);
    }
  }

  /** For those who deliver by a program of ours. */
  public InboxDoor door() {
    return new InboxDoor(folder, this, clock);
  }

  @Override
  public synchronized List<Path> ready() {
    Instant now = clock.instant();
    Map<Path, Look> looks = new HashMap<>();
    List<Path> ready = new ArrayList<>();
    for (Path file : present()) {
      look(file, now).ifPresent(look -> looks.put(file, look));
      if (looks.containsKey(file) && !looks.get(file).since().plus(settle).isAfter(now)) {
        ready.add(file);
      }
    }
    seen = looks;
    return ready;
  }

  private Optional<Look> look(Path file, Instant now) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Look before = seen.get(file);
      boolean unchanged =
          before != null && before.sameAs(attributes) && !before.since().isAfter(now);
      return Optional.of(
          unchanged ? before : new Look(attributes.size(), attributes.lastModifiedTime(), now));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Path> present() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(FolderInbox::isDelivery)
          .sorted(Comparator.comparing(f -> f.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The inbox " + folder + " cannot be read", e);
    }
  }

  @Override
  public List<Path> claimed() {
    try {
      return work.claimed();
    } catch (IOException e) {
      throw new UncheckedIOException("The inbox " + folder + " cannot be read", e);
    }
  }

  private static boolean isDelivery(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && UNFINISHED.stream().noneMatch(name::endsWith)
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void done(Path file, String report) {
    conclude(file, done, report);
  }

  @Override
  public void rejected(Path file, String report) {
    conclude(file, rejected, report);
  }

  private void conclude(Path file, Path target, String report) {
    try {
      Landing.move(file, target, report);
      work.forget(file);
    } catch (NoSuchFileException e) {
      log.atWarn()
          .addKeyValue("file", file.getFileName())
          .log("a taken file is gone; another node has it or somebody moved it");
    } catch (IOException e) {
      throw new UncheckedIOException("A taken file cannot be moved to " + target, e);
    }
  }

  /** Makes a file this node's alone, until it is done, rejected or given back. */
  Optional<Path> claim(Path file) throws IOException {
    return work.claim(file);
  }

  void renewLeaseOf(Path claimed) throws IOException {
    work.renewLeaseOf(claimed);
  }

  void giveBack(Path claimed) throws IOException {
    work.giveBack(claimed);
  }

  List<String> giveBackAbandoned(Duration lease) throws IOException {
    return work.giveBackAbandoned(lease);
  }
}
