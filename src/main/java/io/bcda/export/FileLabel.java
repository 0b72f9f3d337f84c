package io.bcda.export;

import io.bcda.export.ExportedFile.Section;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a slice's file is called and holds.
 *
 * @param stem how its name begins
 * @param type FHIR type of its lines; null if they are of several, in blocks
 */
record FileLabel(String stem, @Nullable String type) {

  static FileLabel of(PlannedJob job, Slice slice) {
    if (slice.section() == Section.DELETED) {
      return new FileLabel("deleted-" + slice.kind().fhirType(), "Bundle");
    }
    if (job.organizedBy() == OrganizedBy.PATIENT) {
      return new FileLabel("by-Patient", null);
    }
    return new FileLabel(slice.kind().fhirType(), slice.kind().fhirType());
  }

  /** A name that no other attempt gives. */
  String name(int slice, String token) {
    return String.format(Locale.ROOT, "%s-%04d-%s.ndjson", stem, slice, token.substring(0, 13));
  }
}
