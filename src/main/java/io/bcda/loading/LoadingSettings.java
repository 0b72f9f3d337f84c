package io.bcda.loading;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How claims files are loaded.
 *
 * @param bundleSize resources written in one transaction; larger is a little faster and costs heap
 * @param threads writers that work side by side on one file; 0 means one for each processor
 * @param maxLine the longest line that is read; a longer one is refused and the file goes on
 * @param maxBadLines refused lines above which a file may be hopeless
 * @param maxBadShare share of refused lines, 0 to 1, above which a file with more than {@code
 *     maxBadLines} of them is stopped; what was loaded before stays
 * @param conflictRetries how often a bundle is tried again when another writer was quicker
 * @param repeat what to do with a file that was loaded before, byte for byte: skip it, so that it
 *     cannot put old content over newer, or load it
 * @param writer how resources come into the store: rows written straight into its tables, or HAPI's
 *     own transactions, several times slower
 * @param visibleAtOnce files of up to so many lines are loaded in one transaction, so that exports
 *     see all of a file or nothing of it; larger ones grow by whole batches. 0 for none. Only with
 *     {@code writer} rows
 * @param nodes how several nodes with one inbox take its files: one file after the other, so that
 *     the content of a later file wins, or each node another file at the same time
 * @param syntheticOnly refuse people whose MBI is not synthetic (an S in second place); the sandbox
 *     sets it
 */
@Validated
@ConfigurationProperties("bcda.loading")
record LoadingSettings(
    @DefaultValue("200") @Min(1) @Max(2000) int bundleSize,
    @DefaultValue("0") @Min(0) @Max(64) int threads,
    @DefaultValue("16MB") @NotNull DataSize maxLine,
    @DefaultValue("1000") @Min(0) long maxBadLines,
    @DefaultValue("0.1") @DecimalMin("0") @DecimalMax("1") double maxBadShare,
    @DefaultValue("5") @Min(0) @Max(50) int conflictRetries,
    @DefaultValue("skip") @NotNull Repeat repeat,
    @DefaultValue("rows") @NotNull Writer writer,
    @DefaultValue("100000") @Min(0) @Max(1_000_000) long visibleAtOnce,
    @DefaultValue("in-turn") @NotNull Nodes nodes,
    @DefaultValue("false") boolean syntheticOnly) {

  /** How resources come into the store. */
  enum Writer {
    ROWS,
    BUNDLES
  }

  /** How nodes share an inbox. */
  enum Nodes {
    IN_TURN,
    SIDE_BY_SIDE
  }

  /** What to do with bytes that were loaded before. */
  enum Repeat {
    SKIP,
    LOAD
  }

  LoadingSettings {
    if (maxLine.toBytes() < 1024 || maxLine.toBytes() > DataSize.ofMegabytes(512).toBytes()) {
      throw new IllegalArgumentException("bcda.loading.max-line must be 1 KB to 512 MB");
    }
  }

  /** The number of writers, at least one. */
  int writers() {
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }

  /** Whether resources are written as rows, and not through HAPI. */
  boolean asRows() {
    return writer == Writer.ROWS;
  }

  int maxLineBytes() {
    return (int) maxLine.toBytes();
  }
}
