package io.bcda.sandbox;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the resources of one stage as gzipped NDJSON: Patient, Coverage, ExplanationOfBenefit. */
final class ClaimFiles {
  private final World world;
  private final WorldForm form;
  private final PatientText patients;
  private final CoverageText coverages;
  private final ClaimText claims;

  ClaimFiles(World world, Vocabulary words, WorldForm form) {
    this.world = world;
    this.form = form;
    this.patients = new PatientText(world, form.detail());
    this.coverages = new CoverageText(world, form.detail());
    this.claims = new ClaimText(world, words, form.detail());
  }

  void write(Stage stage, Path folder) throws IOException {
    try (LineFiles lines = new LineFiles(folder, "Patient", form.fileLines())) {
      for (Person person : world.people()) {
        if (person.arrival() == stage || repeatsPatient(stage, person)) {
          lines.add(patients.line(stage, person));
        }
      }
    }
    try (LineFiles lines = new LineFiles(folder, "Coverage", form.fileLines())) {
      for (Person person : world.people()) {
        if (person.arrival() == stage || repeatsCoverage(stage, person)) {
          for (String part : person.parts()) {
            lines.add(coverages.line(stage, person, part));
          }
        }
      }
    }
    try (LineFiles lines = new LineFiles(folder, "ExplanationOfBenefit", form.fileLines())) {
      for (Person person : world.people()) {
        lines.betweenPeople();
        addClaims(lines, stage, person);
      }
    }
  }

  private void addClaims(LineFiles lines, Stage stage, Person person) throws IOException {
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
}
