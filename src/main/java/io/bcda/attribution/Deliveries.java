package io.bcda.attribution;

import io.bcda.attribution.Delivery.Outcome;
import io.bcda.attribution.DeliveryRun.Mode;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Takes delivered files: attribution archives, lists of members, preference files. Each is loaded
 * whole or not at all. Taking the same bytes again does nothing.
 */
@Component
public class Deliveries {
  private static final Pattern PREFERENCES = Pattern.compile("#EFT|\\.NGD1800\\.|\\.DPRF\\.");
  private final RosterImport rosters;
  private final PreferenceImport preferences;
  private final DeliveryStore deliveries;

  Deliveries(RosterImport rosters, PreferenceImport preferences, DeliveryStore deliveries) {
    this.rosters = rosters;
    this.preferences = preferences;
    this.deliveries = deliveries;
  }

  /**
   * The order in which to take files: by the times in their names; names that tell none come last.
   */
  public List<Path> inTurn(Collection<Path> files) {
    record Turn(Path file, Instant time) {}
    return files.stream()
        .map(file -> new Turn(file, fileTime(file.getFileName().toString())))
        .sorted(Comparator.comparing(Turn::time))
        .map(Turn::file)
        .toList();
  }

  private Instant fileTime(String name) {
    return importOf(name).toldBy(name).fileTime().orElse(Instant.MAX);
  }

  /**
   * Loads a file, or says why not. The file itself stays where it is.
   *
   * @return what became of it; a rejected file is on record and in the audit trail
   * @throws IOException if the file cannot be read now; nothing was loaded
   */
  public Delivery take(Path file) throws IOException {
    return run(file, Mode.FOR_GOOD);
  }

  /**
   * Says what {@link #take} would do, and leaves no trace.
   *
   * @throws IOException if the file cannot be read now
   */
  public Delivery dryRun(Path file) throws IOException {
    return run(file, Mode.DRY_RUN);
  }

  private Delivery run(Path file, Mode mode) throws IOException {
    DeliveryRun run = new DeliveryRun(file.getFileName().toString(), sha256(file), mode);
    if (deliveries.isLoaded(run.sha256())) {
      return known(run);
    }
    DeliveryImport fitting = importOf(run.name());
    try {
      return fitting.load(file, run).orElseGet(() -> known(run));
    } catch (Refusal refusal) {
      if (run.isForGood()) {
        deliveries.rejected(
            run,
            fitting.toldBy(run.name()),
            fitting.knownAcoIn(run.name()).orElse(null),
            refusal.detail());
      }
      return new Delivery(
          run.name(), run.sha256(), Outcome.REJECTED, List.of(refusal.detail()), Optional.empty());
    }
  }

  /** What is no preference file is taken for a roster, whose import says what it should be. */
  private DeliveryImport importOf(String name) {
    return PREFERENCES.matcher(name).find() ? preferences : rosters;
  }

  private static Delivery known(DeliveryRun run) {
    return new Delivery(
        run.name(),
        run.sha256(),
        Outcome.KNOWN,
        List.of("A file with the same content was loaded before; nothing was done."),
        Optional.empty());
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
