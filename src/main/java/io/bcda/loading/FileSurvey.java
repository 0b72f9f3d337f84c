package io.bcda.loading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a file holds, seen before anything is loaded: so a damaged file is refused whole, progress
 * is a true share, and what must come first can be loaded first.
 *
 * @param lines lines that are not blank
 * @param patients those of them that seem to be Patients
 * @param deletions those of them that seem to be Bundles, of deletes
 */
record FileSurvey(long lines, long patients, long deletions) {

  static FileSurvey of(NdjsonFile file) throws IOException {
    long lines = 0;
    long patients = 0;
    long deletions = 0;
    try (NdjsonLines in = file.lines()) {
      for (Optional<NdjsonLine> line = in.next(); line.isPresent(); line = in.next()) {
        lines++;
        LineSniff sniff = LineSniff.of(line.get());
        patients += sniff.isPatient() ? 1 : 0;
        deletions += sniff.isBundle() ? 1 : 0;
      }
    }
    return new FileSurvey(lines, patients, deletions);
  }

  /** What must be gone through, one after the other; each line belongs to exactly one. */
  List<Predicate<LineSniff>> passes() {
    List<Predicate<LineSniff>> passes = new ArrayList<>();
    long others = lines - patients - deletions;
    if (patients > 0 && others > 0) {
      passes.add(LineSniff::isPatient);
      passes.add(line -> !line.isPatient() && !line.isBundle());
    } else if (patients + others > 0) {
      passes.add(line -> !line.isBundle());
    }
    return passes;
  }
}
