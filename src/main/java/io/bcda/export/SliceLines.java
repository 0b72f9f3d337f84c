package io.bcda.export;

import io.bcda.export.ExportedFile.Section;
import io.bcda.store.NdjsonSplicer;
import io.bcda.store.ResourceCursor;
import io.bcda.store.ResourceKind;
import io.bcda.store.SelectedLines;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The lines that a slice's file has of its rows. Where files are organized by person, a person's
 * first line follows the header of their block (Bulk Data Access STU 3, "Bulk Data Output File
 * Organization"); who has no line has no header. Not for several threads.
 */
final class SliceLines {
  private static final String HEADER =
      "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"header\",\"valueReference\":{\"reference\":\"Patient/%s\"}}]}";
  private final Map<ResourceKind, SelectedLines> lines = new EnumMap<>(ResourceKind.class);
  private final boolean inBlocks;
  private int block = -1;

  SliceLines(NdjsonSplicer splicer, PlannedJob job, Slice slice) {
    for (ResourceKind kind : slice.kinds()) {
      KeptSelection of = job.selection();
      lines.put(kind, new SelectedLines(splicer, kind, of.filters(kind), of.elements(kind)));
    }
    this.inBlocks = slice.section() == Section.OUTPUT && job.organizedBy() == OrganizedBy.PATIENT;
  }

  /** A row's line, without its line end; empty if no filter wants it. */
  Optional<NdjsonSplicer.Line> of(ResourceCursor.Row row) {
    ResourceCursor.Belonging belonging = row.belonging();
    ResourceKind kind = belonging == null ? lines.keySet().iterator().next() : belonging.kind();
    return lines.get(kind).line(row);
  }

  /**
   * The header, without its line end, that must stand before the line of this row; empty if the
   * row's block has begun, or there are none. To be asked once for each line.
   */
  Optional<byte[]> header(ResourceCursor.Row row) {
    if (!inBlocks || row.ordinal() == block) {
      return Optional.empty();
    }
    block = row.ordinal();
    ResourceCursor.Belonging belonging = row.belonging();
    if (belonging == null || belonging.patient() == null) {
      throw new IllegalStateException("whose row it is cannot be told");
    }
    return Optional.of(HEADER.formatted(belonging.patient()).getBytes(StandardCharsets.UTF_8));
  }
}
