package io.bcda.export;

/** One attempt at a slice. Its token decides whose work counts. */
interface SliceAttempt {
  /** Unique; a part of it is in the file's name. */
  String token();

  /** Whether anybody still wants the result. */
  boolean isWanted();

  /**
   * @param people done so far
   */
  void progress(int people);

  /**
   * Makes the result count.
   *
   * @return false if the slice is another attempt's by now, or nobody wants it; then its file
   *     counts for nothing
   */
  boolean publish(SliceResult result);
}
