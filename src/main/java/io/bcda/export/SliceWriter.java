package io.bcda.export;

import io.bcda.attribution.ChangeList;
import io.bcda.attribution.LateOptOuts;
import io.bcda.attribution.Visibility;
import io.bcda.export.ExportedFile.Section;
import io.bcda.store.ResourceCursor;
import io.bcda.store.ResourceQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Writes a slice to a file of the attempt's own name. */
@Component
class SliceWriter {
  private final Visibility visibility;
  private final ChangeList changes;
  private final LateOptOuts optOuts;
  private final ResourceCursor cursor;
  private final SliceOutput.Parts parts;

  SliceWriter(
      Visibility visibility,
      ChangeList changes,
      LateOptOuts optOuts,
      ResourceCursor cursor,
      SliceOutput.Parts parts) {
    this.visibility = visibility;
    this.changes = changes;
    this.optOuts = optOuts;
    this.cursor = cursor;
    this.parts = parts;
  }

  /**
   * Writes and publishes, leaving out who has opted out since the job's time.
   *
   * @param before people, by ordinal, whom a former attempt left out; they stay out
   * @return resources written; 0 if nobody wants them any more and the files are gone
   * @throws IllegalStateException if rows are missing: the slice must run again
   * @throws UncheckedIOException if the file cannot be written; nothing is left of it
   */
  long write(PlannedJob job, Slice slice, SortedSet<Integer> before, SliceAttempt attempt) {
    boolean deleted = slice.section() == Section.DELETED; // holds ids of what was seen before
    SortedSet<Integer> omitted = new TreeSet<>(before);
    if (!deleted) {
      omitted.addAll(slice.within(optOuts.of(job.cohort())));
    }
    try (SliceOutput output = new SliceOutput(parts, job, slice, omitted, attempt)) {
      cursor.read(query(job, slice), output);
      output.publish();
      return output.resources();
    } catch (IOException e) {
      return orNobodyWantsIt(attempt, new UncheckedIOException(e));
    } catch (UncheckedIOException e) {
      return orNobodyWantsIt(attempt, e);
    }
  }

  /** A job's folder is removed beneath those who still write to it. */
  private static long orNobodyWantsIt(SliceAttempt attempt, UncheckedIOException e) {
    if (attempt.isWanted()) {
      throw e;
    }
    return 0;
  }

  private ResourceQuery query(PlannedJob job, Slice slice) {
    if (slice.section() == Section.DELETED) {
      return slice.listed()
          ? changes.deleted(job.id(), slice.kind(), slice.span())
          : visibility.deleted(job.cohort(), slice.kind(), slice.span());
    }
    if (job.organizedBy() == OrganizedBy.PATIENT) {
      return slice.listed()
          ? changes.blocks(job.id(), slice.kinds(), slice.span())
          : visibility.blocks(job.cohort(), slice.kinds(), slice.span());
    }
    return slice.listed()
        ? changes.output(job.id(), slice.kind(), slice.span())
        : visibility.output(job.cohort(), slice.kind(), slice.span());
  }
}
