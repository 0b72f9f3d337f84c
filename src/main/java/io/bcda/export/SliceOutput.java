package io.bcda.export;

import io.bcda.export.ExportedFile.Section;
import io.bcda.files.DiskSpace;
import io.bcda.files.ExportFileStore;
import io.bcda.files.ExportFileWriter;
import io.bcda.files.NoSpaceException;
import io.bcda.store.NdjsonSplicer;
import io.bcda.store.ResourceCursor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes the rows of one slice and writes its file. The file begins with the first line, so that
 * there is none without lines. Not for several threads.
 */
class SliceOutput implements ResourceCursor.Sink, Closeable {
  private static final int LOOK_EVERY_ROWS = 1000;
  private static final int MILLIS_BETWEEN_LOOKS = 1000;
  private final Parts parts;
  private final String jobId;
  private final SliceLines lines;
  private final FileLabel label;
  private final @Nullable Instant updatedBefore;
  private final Slice slice;
  private final SortedSet<Integer> omitted;
  private final SliceAttempt attempt;
  private final DeletedBundle bundle = new DeletedBundle();
  private @Nullable ExportFileWriter writer;
  private String name = "";
  private int ordinal = -1;
  private long resources;
  private long expunged;
  private long optedOut;
  private long filtered;
  private long rows;
  private Instant looked;
  private boolean wanted = true;

  /** The collaborators of every slice's output. */
  @Component
  static class Parts {
    private final ExportFileStore files;
    private final DiskSpace space;
    private final NdjsonSplicer splicer;
    private final Clock clock;

    Parts(ExportFileStore files, DiskSpace space, NdjsonSplicer splicer, Clock clock) {
      this.files = files;
      this.space = space;
      this.splicer = splicer;
      this.clock = clock;
    }
  }

  /**
   * @param omitted people, by ordinal, whose rows are left out
   */
  SliceOutput(
      Parts parts, PlannedJob job, Slice slice, SortedSet<Integer> omitted, SliceAttempt attempt) {
    this.parts = parts;
    this.jobId = job.id();
    this.lines = new SliceLines(parts.splicer, job, slice);
    this.label = FileLabel.of(job, slice);
    this.updatedBefore = job.cohort().part().updatedBefore();
    this.slice = slice;
    this.omitted = omitted;
    this.attempt = attempt;
    this.looked = parts.clock.instant();
  }

  @Override
  public boolean take(ResourceCursor.Row row) throws IOException {
    if (row.ordinal() != ordinal) {
      border();
      ordinal = row.ordinal();
    }
    if (omitted.contains(row.ordinal())) {
      optedOut++;
    } else if (slice.section() == Section.DELETED) {
      if (bundle.add(slice.kind().fhirType() + "/" + row.fhirId())) {
        writeLine(bundle.drain().getBytes(StandardCharsets.UTF_8));
      }
      resources++;
    } else if (row.body() == null) {
      expunged++;
    } else if (isTooLate(row) || !write(row)) {
      filtered++;
    } else {
      resources++;
    }
    rows++;
    return look();
  }

  private void border() throws IOException {
    if (writer != null && ordinal >= 0) {
      writer.border(ordinal);
    }
  }

  private boolean isTooLate(ResourceCursor.Row row) {
    return updatedBefore != null
        && row.lastUpdated() != null
        && !row.lastUpdated().toInstant().isBefore(updatedBefore);
  }

  /** False if no filter wants it. */
  private boolean write(ResourceCursor.Row row) throws IOException {
    Optional<NdjsonSplicer.Line> wanted = lines.of(row);
    if (wanted.isEmpty()) {
      return false;
    }
    NdjsonSplicer.Line line = wanted.get();
    ExportFileWriter out = writer();
    Optional<byte[]> header = lines.header(row);
    if (header.isPresent()) {
      writeLine(header.get());
    }
    out.write(line.head(), 0, line.head().length);
    out.write(line.tail(), line.tailOffset(), line.tail().length - line.tailOffset());
    out.endLine();
    return true;
  }

  private void writeLine(byte[] line) throws IOException {
    ExportFileWriter out = writer();
    out.write(line, 0, line.length);
    out.endLine();
  }

  private ExportFileWriter writer() throws IOException {
    if (writer == null) {
      name = label.name(slice.number(), attempt.token());
      parts.space.require();
      writer = parts.files.create(jobId, name);
    }
    return writer;
  }

  /** Tells how far we are and asks whether anybody still wants it, and whether there is room. */
  private boolean look() throws NoSpaceException {
    if (rows % LOOK_EVERY_ROWS == 0
        || (rows % 16 == 0
            && parts.clock.instant().isAfter(looked.plusMillis(MILLIS_BETWEEN_LOOKS)))) {
      looked = parts.clock.instant();
      attempt.progress(ordinal - slice.span().first());
      wanted = attempt.isWanted();
      if (wanted) {
        parts.space.require();
      }
    }
    return wanted;
  }

  /**
   * Ends the file and makes it part of the job, unless the job was cancelled or another attempt
   * took the slice over; then the file goes.
   *
   * @throws IllegalStateException if rows are missing: the slice must run again
   */
  void publish() throws IOException {
    if (!wanted) {
      return;
    }
    if (!bundle.isEmpty()) {
      writeLine(bundle.drain().getBytes(StandardCharsets.UTF_8));
    }
    SliceResult result = result();
    if (result.rows() != slice.planned()) {
      throw new IllegalStateException(
          "slice " + slice.number() + " has " + result.rows() + " of " + slice.planned());
    }
    if (!attempt.publish(result) && result.name() != null) {
      parts.files.delete(jobId, result.name());
    }
  }

  private SliceResult result() throws IOException {
    if (writer == null) {
      return new SliceResult(resources, expunged, optedOut, filtered, omitted, null, null, null);
    }
    border();
    return new SliceResult(
        resources, expunged, optedOut, filtered, omitted, name, label.type(), writer.finish());
  }

  long resources() {
    return resources;
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
