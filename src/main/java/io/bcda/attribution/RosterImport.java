package io.bcda.attribution;

import io.bcda.attribution.Delivery.Outcome;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes a roster of a delivered archive, whole or not at all. Taking the same bytes again does
 * nothing.
 */
@Component
public class RosterImport {
  private final ArchiveChecks checks;
  private final RosterLoad load;
  private final DeliveryStore deliveries;

  RosterImport(ArchiveChecks checks, RosterLoad load, DeliveryStore deliveries) {
    this.checks = checks;
    this.load = load;
    this.deliveries = deliveries;
  }

  /**
   * Loads a file, or says why not. The file itself stays where it is.
   *
   * @return what became of it; a rejected file is on record and in the audit trail
   * @throws IOException if the file cannot be read now; nothing was loaded
   */
  public Delivery take(Path file) throws IOException {
    String name = file.getFileName().toString();
    String sha256 = sha256(file);
    if (deliveries.isLoaded(sha256)) {
      return known(name, sha256);
    }
    try {
      return loaded(file, name, sha256);
    } catch (Refusal refusal) {
      return rejected(name, sha256, refusal.detail());
    }
  }

  private Delivery loaded(Path file, String name, String sha256) throws IOException {
    DeliveryName parsed = checks.name(name);
    try (CclfArchive archive = CclfArchive.open(file, parsed)) {
      Cclf0 control = archive.control();
      checks.records(control);
      checks.age(archive.fileTime());
      checks.begun(parsed);
      return load.load(name, sha256, parsed, archive, control).orElseGet(() -> known(name, sha256));
    }
  }

  private Delivery known(String name, String sha256) {
    return new Delivery(
        name,
        sha256,
        Outcome.KNOWN,
        List.of("A file with the same content was loaded before; nothing was done."),
        Optional.empty());
  }

  private Delivery rejected(String name, String sha256, String why) {
    deliveries.rejected(name, sha256, checks.knownAcoIn(name).orElse(null), why);
    return new Delivery(name, sha256, Outcome.REJECTED, List.of(why), Optional.empty());
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
