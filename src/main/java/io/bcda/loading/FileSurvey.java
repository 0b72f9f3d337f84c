package io.bcda.loading;

import java.io.IOException;
import java.util.Optional;

/**
 * What a file holds, seen before anything is loaded: so a damaged file is refused whole, progress
 * is a true share, and Patients can be loaded first.
 *
 * @param lines lines that are not blank
 * @param patients those of them that seem to be Patients
 */
record FileSurvey(long lines, long patients) {

  static FileSurvey of(NdjsonFile file) throws IOException {
    long lines = 0;
    long patients = 0;
    try (NdjsonLines in = file.lines()) {
      for (Optional<NdjsonLine> line = in.next(); line.isPresent(); line = in.next()) {
        lines++;
        if (LineSniff.of(line.get()).isPatient()) {
          patients++;
        }
      }
    }
    return new FileSurvey(lines, patients);
  }

  /** Whether Patients and others stand in one file, so that it must be gone through twice. */
  boolean isMixed() {
    return patients > 0 && patients < lines;
  }
}
