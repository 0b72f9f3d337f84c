package io.bcda.files;

import java.io.Closeable;
import java.io.IOException;

/**
 * Writes one export file, plain bytes in, gzip out. Closing it before {@link #finish()} removes
 * what was written. Not for several threads.
 */
public interface ExportFileWriter extends Closeable {

  /** Appends plain bytes; a line may be put together from any number of calls. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /** Ends a line: appends LF and counts it. */
  void endLine() throws IOException;

  /**
   * Says that a person's lines are complete, so that the file may be cut here. Ordinals rise.
   *
   * @param ordinal the person's number in the roster; see {@link #NOBODY}
   */
  void border(int ordinal) throws IOException;

  /** The ordinal of lines that belong to nobody, such as outcomes. */
  int NOBODY = -1;

  /** Lines ended so far. */
  long lines();

  /** Plain bytes taken so far. */
  long plainBytes();

  /** Bytes that came out of the compressor so far; some 100 kB may still be inside it. */
  long storedBytes();

  /**
   * Completes the file and forces it to disk.
   *
   * @throws IllegalStateException if the last line was not ended
   */
  WrittenFile finish() throws IOException;

  /** Removes the file, unless it was finished. */
  @Override
  void close() throws IOException;
}
