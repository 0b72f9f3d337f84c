package io.bcda.export;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.attribution.Cohort.Rule;
import io.bcda.files.ExportFileStore;
import io.bcda.files.ExportFileWriter;
import io.bcda.files.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an ACO should know about a finished export: OperationOutcomes in a file of the manifest's
 * {@code error} list (Bulk Data Access, "Response - Complete Status").
 */
@Component
class JobNotes {
  static final String TYPE = "OperationOutcome";
  private final FhirContext fhir;
  private final ExportFileStore files;
  private final KickOffStore kickOffs;

  JobNotes(FhirContext fhir, ExportFileStore files, KickOffStore kickOffs) {
    this.fhir = fhir;
    this.files = files;
    this.kickOffs = kickOffs;
  }

  /** A file of notes that no table names yet. */
  record NotesFile(String name, WrittenFile written) {}

  /** Writes what was known when the job was accepted; empty when there is nothing to say. */
  Optional<NotesFile> writeKnown(String job) {
    return write(job, known(job));
  }

  /** Writes what is known at the job's end, without what was before. */
  Optional<NotesFile> writeFound(PlannedJob job, Map<String, Long> totals) {
    return write(job.id(), found(job, totals));
  }

  /** Writes all notes. */
  Optional<NotesFile> writeAll(PlannedJob job, Map<String, Long> totals) {
    List<OperationOutcome> notes = known(job.id());
    notes.addAll(found(job, totals));
    return write(job.id(), notes);
  }

  private Optional<NotesFile> write(String job, List<OperationOutcome> notes) {
    if (notes.isEmpty()) {
      return Optional.empty();
    }
    String name =
        "error-%s-%s.ndjson".formatted(TYPE, UUID.randomUUID().toString().substring(0, 13));
    try (ExportFileWriter out = files.create(job, name)) {
      for (OperationOutcome note : notes) {
        byte[] line =
            fhir.newJsonParser().encodeResourceToString(note).getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length);
        out.endLine();
      }
      out.border(ExportFileWriter.NOBODY);
      return Optional.of(new NotesFile(name, out.finish()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes back a file that does not count. */
  void discard(String job, NotesFile file) {
    try {
      files.delete(job, file.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<OperationOutcome> known(String job) {
    List<OperationOutcome> notes = new ArrayList<>();
    kickOffs.notes(job).forEach(n -> notes.add(ignored(n)));
    kickOffs.warnings(job).forEach(w -> notes.add(note(IssueSeverity.WARNING, w)));
    return notes;
  }

  private static List<OperationOutcome> found(PlannedJob job, Map<String, Long> totals) {
    List<OperationOutcome> notes = new ArrayList<>();
    add(
        notes,
        job.cohort().rule() == Rule.CHANGED,
        totals.get("joined"),
        "people of this export have joined your roster since _since. Only what changed since is here: Group/all/$export with the same _since has their full history");
    add(
        notes,
        true,
        totals.get("notYetKnown"),
        "members of your roster are not known here yet: no Patient has come for them. Their claims come in a later export by themselves: Group/all/$export (for last year's people Group/runout/$export) with _since has their full history then");
    add(
        notes,
        true,
        totals.get("undated"),
        "claims have no service date and are left out, because this export is bounded by service dates");
    add(
        notes,
        true,
        totals.get("expunged"),
        "resources were removed from the server while the export ran and are left out");
    return notes;
  }

  /** Bulk Data Access, "Headers": one for each parameter that lenient handling passed over. */
  private static OperationOutcome ignored(String text) {
    OperationOutcome outcome = note(IssueSeverity.WARNING, text);
    outcome.getIssueFirstRep().setCode(IssueType.NOTSUPPORTED);
    return outcome;
  }

  private static void add(
      List<OperationOutcome> notes, boolean asked, @Nullable Long count, String text) {
    if (asked && count != null && count > 0) {
      notes.add(note(IssueSeverity.INFORMATION, count + " " + text + "."));
    }
  }

  private static OperationOutcome note(IssueSeverity severity, String text) {
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(severity)
        .setCode(
            severity == IssueSeverity.INFORMATION ? IssueType.INFORMATIONAL : IssueType.INCOMPLETE)
        .setDiagnostics(text);
    return outcome;
  }
}
