package io.bcda.loading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts one load as it goes, and says when it must end. Thread-safe. */
final class LoadTally {
  /** Refused lines that a report lists by number. */
  static final int LISTED = 100_000;

  private final long lines;
  private final LoadingSettings settings;
  private final LongAdder created = new LongAdder();
  private final LongAdder updated = new LongAdder();
  private final LongAdder unchanged = new LongAdder();
  private final LongAdder deletionLines = new LongAdder();
  private final LongAdder deleted = new LongAdder();
  private final List<RefusedLine> listed = new ArrayList<>();
  private long refused;
  private volatile @Nullable LoadEnd end;

  LoadTally(long lines, LoadingSettings settings) {
    this.lines = lines;
    this.settings = settings;
  }

  void count(WriteOutcome outcome) {
    switch (outcome) {
      case CREATED -> created.increment();
      case UPDATED -> updated.increment();
      case UNCHANGED -> unchanged.increment();
    }
  }

  /** Counts a line of deletes. */
  void countDeletions(int resources) {
    deletionLines.increment();
    deleted.add(resources);
  }

  /** Nothing that was counted as written is kept. */
  void forgetWritten() {
    List.of(created, updated, unchanged, deletionLines, deleted).forEach(LongAdder::reset);
  }

  synchronized void refuse(RefusedLine line) {
    refused++;
    if (listed.size() < LISTED) {
      listed.add(line);
    }
    LoadCounts now = counts();
    if (refused > settings.maxBadLines() && refused > settings.maxBadShare() * now.done()) {
      end(
          new LoadEnd(
              LoadState.STOPPED,
              "too many bad lines, over %d and over %.0f %% of those read (bcda.loading.max-bad-*)"
                  .formatted(settings.maxBadLines(), settings.maxBadShare() * 100)));
    }
  }

  /** Ends the load early; the first reason given stays. */
  synchronized void end(LoadEnd reason) {
    if (end == null) {
      end = reason;
    }
  }

  /** Why the load must end before its file does, if it must. */
  Optional<LoadEnd> ended() {
    return Optional.ofNullable(end);
  }

  synchronized LoadCounts counts() {
    long good = created.sum();
    long changed = updated.sum();
    long same = unchanged.sum();
    var deletions = new LoadCounts.Deletions(deletionLines.sum(), deleted.sum());
    // More than surveyed if the file grew meanwhile; the run's end tells.
    long all = Math.max(lines, good + changed + same + refused + deletions.lines());
    return new LoadCounts(all, good, changed, same, refused, deletions);
  }

  synchronized List<RefusedLine> refused() {
    return listed.stream().sorted(Comparator.comparingLong(RefusedLine::line)).toList();
  }
}
