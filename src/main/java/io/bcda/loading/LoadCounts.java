package io.bcda.loading;

/**
 * What became of a file's lines.
 *
 * @param lines lines that are not blank
 * @param refused lines that were not loaded, each reported
 */
public record LoadCounts(
    long lines, long created, long updated, long unchanged, long refused, Deletions deletions) {

  /**
   * Lines of deletes that were carried out.
   *
   * @param resources that they took away; others were not there
   */
  public record Deletions(long lines, long resources) {
    static final Deletions NONE = new Deletions(0, 0);
  }

  public LoadCounts {
    if (created < 0 || updated < 0 || unchanged < 0 || refused < 0) {
      throw new IllegalArgumentException("counts are not negative");
    }
    if (created + updated + unchanged + refused + deletions.lines() > lines) {
      throw new IllegalArgumentException("more outcomes than lines");
    }
  }

  LoadCounts(long lines, long created, long updated, long unchanged, long refused) {
    this(lines, created, updated, unchanged, refused, Deletions.NONE);
  }

  static LoadCounts none() {
    return new LoadCounts(0, 0, 0, 0, 0);
  }

  /** Lines of which the outcome is known. */
  public long done() {
    return loaded() + refused;
  }

  /** Lines whose content is in the store now, or is gone from it as they say. */
  public long loaded() {
    return created + updated + unchanged + deletions.lines();
  }
}
