package io.bcda.loading;

/**
 * How far a load is.
 *
 * @param file the file's name
 * @param counts so far; {@code lines} is the whole file's
 */
public record LoadProgress(String file, LoadCounts counts) {
  /** 0 to 100. */
  public int percent() {
    return counts.lines() == 0 ? 100 : (int) (counts.done() * 100 / counts.lines());
  }
}
