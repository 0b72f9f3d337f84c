package io.bcda.sandbox;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the resources of one stage as gzipped NDJSON: Patient, Coverage, and ExplanationOfBenefit
 * in files of about 64 MiB unpacked, cut between people.
 */
final class ClaimFiles {
  private static final long MOST_BYTES = 64L << 20;

  private final World world;
  private final PatientText patients;
  private final CoverageText coverages;
  private final ClaimText claims;

  ClaimFiles(World world, Vocabulary words) {
    this.world = world;
    this.patients = new PatientText(world);
    this.coverages = new CoverageText(world);
    this.claims = new ClaimText(world, words);
  }

  void write(Stage stage, Path folder) throws IOException {
    try (Lines lines = new Lines(folder.resolve("Patient.ndjson.gz"))) {
      for (Person person : world.people()) {
        if (person.arrival() == stage || repeatsPatient(stage, person)) {
          lines.add(patients.line(stage, person));
        }
      }
    }
    try (Lines lines = new Lines(folder.resolve("Coverage.ndjson.gz"))) {
      for (Person person : world.people()) {
        if (person.arrival() == stage || repeatsCoverage(stage, person)) {
          for (String part : person.parts()) {
            lines.add(coverages.line(stage, person, part));
          }
        }
      }
    }
    writeClaims(stage, folder);
  }

  private void writeClaims(Stage stage, Path folder) throws IOException {
    int file = 1;
    Lines lines = new Lines(claimFile(folder, file));
    try {
      for (Person person : world.people()) {
        if (lines.bytes() > MOST_BYTES) {
          lines.close();
          lines = new Lines(claimFile(folder, ++file));
        }
        addClaims(lines, stage, person);
      }
    } finally {
      lines.close();
    }
  }

  private static Path claimFile(Path folder, int number) {
    return folder.resolve("ExplanationOfBenefit-" + number + ".ndjson.gz");
  }

  private void addClaims(Lines lines, Stage stage, Person person) throws IOException {
    for (Claim claim : world.claims(person)) {
      if (isDelivered(stage, person, claim)) {
        boolean corrected =
            stage == Stage.SECOND && person.isKnownAt(Stage.FIRST) && World.changes(claim);
        lines.add(claims.line(stage, person, claim, corrected));
      }
    }
  }

  private static boolean isDelivered(Stage stage, Person person, Claim claim) {
    if (person.arrival() == Stage.SECOND) {
      return stage == Stage.SECOND;
    }
    return switch (claim.fate()) {
      case STEADY -> stage == Stage.FIRST;
      case LATE -> stage == Stage.SECOND;
      case REPEATED, CHANGED, REDATED, MOVED -> true;
    };
  }

  private static boolean repeatsPatient(Stage stage, Person person) {
    return stage == Stage.SECOND
        && person.isKnownAt(Stage.FIRST)
        && (person.patientChanges() || person.fate() == Claim.Fate.REPEATED);
  }

  private static boolean repeatsCoverage(Stage stage, Person person) {
    return stage == Stage.SECOND
        && person.isKnownAt(Stage.FIRST)
        && (person.coverageChanges() || person.fate() == Claim.Fate.REPEATED);
  }

  /** A gzip file of lines. The header holds no time: same lines, same bytes. */
  private static final class Lines implements AutoCloseable {
    private final OutputStream out;
    private long bytes;

    Lines(Path file) throws IOException {
      OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
      this.out = new BufferedOutputStream(new QuickGzip(raw), 1 << 16);
    }

    void add(byte[] line) throws IOException {
      out.write(line);
      bytes += line.length;
    }

    long bytes() {
      return bytes;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** Trades some size for speed. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
