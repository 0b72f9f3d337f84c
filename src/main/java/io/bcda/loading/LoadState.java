package io.bcda.loading;

/** How a load stands or ended. */
public enum LoadState {
  RUNNING,
  /** Every line was loaded or, if bad, reported. */
  DONE,
  /** The same bytes were loaded before; nothing was done. */
  SKIPPED,
  /**
   * Too many lines were bad. What was loaded of a large file until then stays ({@code
   * bcda.loading.visible-at-once}).
   */
  STOPPED,
  /** The file cannot be read at all, for example a gzip that is cut off; nothing was loaded. */
  REFUSED,
  /** Not the file's fault: the database, the disk, or the server's end. Load it again. */
  FAILED;

  /** Whether the file should be kept and tried again. */
  public boolean shouldRetry() {
    return this == FAILED;
  }
}
