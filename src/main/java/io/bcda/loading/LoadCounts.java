package io.bcda.loading;

/**
 * What became of a file's lines.
 *
 * @param lines lines that are not blank
 * @param refused lines that were not loaded, each reported
 */
public record LoadCounts(long lines, long created, long updated, long unchanged, long refused) {
  public LoadCounts {
    if (created < 0 || updated < 0 || unchanged < 0 || refused < 0) {
      throw new IllegalArgumentException("counts are not negative");
    }
    if (created + updated + unchanged + refused > lines) {
      throw new IllegalArgumentException("more outcomes than lines");
    }
  }

  static LoadCounts none() {
    return new LoadCounts(0, 0, 0, 0, 0);
  }

  /** Lines of which the outcome is known. */
  public long done() {
    return created + updated + unchanged + refused;
  }

  /** Lines that are in the store now. */
  public long loaded() {
    return created + updated + unchanged;
  }
}
