package io.bcda.sandbox;

import io.bcda.aco.AcoRegistry;
import io.bcda.auth.ClientStore;
import io.bcda.settings.BcdaHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The sandbox's files and credentials. Each step may be cut off and done again: folders are made
 * under another name and then moved, deliveries that were taken before change nothing.
 */
@Component
@Profile("sandbox")
class SandboxWorld {
  private final SandboxSettings settings;
  private final BcdaHome home;
  private final AcoRegistry acos;
  private final ClientStore clients;
  private final Clock clock;

  SandboxWorld(
      SandboxSettings settings, BcdaHome home, AcoRegistry acos, ClientStore clients, Clock clock) {
    this.settings = settings;
    this.home = home;
    this.acos = acos;
    this.clients = clients;
    this.clock = clock;
  }

  /** Whether no ACO but the sandbox's is registered. */
  boolean isOurs() {
    return acos.all().stream().allMatch(aco -> World.ACOS.contains(aco.cmsId()));
  }

  /** The published client of an ACO. */
  static String clientId(String aco) {
    return aco.toLowerCase(Locale.ROOT) + "-sandbox";
  }

  static String secret(String aco) {
    return clientId(aco) + "-secret";
  }

  /** Whether the first start went to its end. */
  boolean isReady() {
    return Files.exists(marker());
  }

  void markReady() throws IOException {
    Files.writeString(marker(), asOf() + "\n");
  }

  private Path marker() {
    return folder().resolve("ready");
  }

  Path folder() {
    return home.resolve("sandbox");
  }

  /** ACOs and clients with fixed credentials. */
  void register() {
    for (String aco : World.ACOS) {
      if (acos.find(aco).isEmpty()) {
        acos.create(aco, "Sandbox ACO " + aco, "SSP");
      }
      if (clients.find(clientId(aco)).isEmpty()) {
        clients.createWithFixedSecret(aco, clientId(aco), "Sandbox client of " + aco, secret(aco));
      }
    }
  }

  /** Makes the world once; its date stays the day on which it was made. */
  void generate() throws IOException {
    Path world = folder().resolve("world");
    if (Files.exists(world)) {
      return;
    }
    Path making = folder().resolve("world.part");
    deleteAll(making);
    Files.createDirectories(making);
    LocalDate today = today();
    new Generator(spec(today)).write(making);
    Files.writeString(folder().resolve("as-of"), today.toString());
    Files.move(making, world, StandardCopyOption.ATOMIC_MOVE);
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** The day for which the world was made. */
  LocalDate asOf() throws IOException {
    return LocalDate.parse(Files.readString(folder().resolve("as-of")).trim());
  }

  WorldSpec spec(LocalDate asOf) {
    return new WorldSpec(settings.seed(), settings.people(), settings.years(), asOf);
  }

  /** Copies a stage's files into an inbox, each whole at once. Returns how many. */
  int deliver(Stage stage, String inbox) throws IOException {
    List<Path> files = files(folder().resolve("world").resolve(stage.folder()).resolve(inbox));
    for (Path file : files) {
      drop(file, inbox);
    }
    return files.size();
  }

  /** Puts a copy of a file into an inbox. */
  void drop(Path file, String inbox) throws IOException {
    Path target = Files.createDirectories(home.resolve("inbox/" + inbox));
    Path part = target.resolve("." + file.getFileName() + ".part");
    Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, target.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether every file put into the inbox was taken. */
  boolean isTaken(String inbox) throws IOException {
    Path folder = home.resolve("inbox/" + inbox);
    return files(folder).isEmpty() && isEmpty(folder.resolve("work"));
  }

  /** A file under way lies in a folder of its own below {@code work}. */
  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Names of files that an inbox rejected. */
  List<String> rejected(String inbox) throws IOException {
    return files(home.resolve("inbox/" + inbox).resolve("rejected")).stream()
        .map(file -> file.getFileName().toString())
        .toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder())
            .forEach(
                path -> {
                  try {
                    Files.delete(path);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
      }
    }
  }
}
