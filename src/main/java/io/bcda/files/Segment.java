package io.bcda.files;

/**
 * A run of plain bytes that can be inflated by itself: what lies between two flush points.
 *
 * @param plainOffset where it begins in the plain form
 * @param storedOffset where it begins in the stored file
 * @param lines lines in it
 * @param crc CRC-32 of its plain bytes, as 32 bits
 * @param first ordinal of the first person in it, or {@link ExportFileWriter#NOBODY}
 * @param last ordinal of the last person in it
 */
record Segment(long plainOffset, long storedOffset, int lines, int crc, int first, int last) {
  static final int BYTES = 2 * Long.BYTES + 4 * Integer.BYTES;

  Segment {
    if (plainOffset < 0 || storedOffset < 0 || lines < 0 || first > last) {
      throw new IllegalArgumentException("not a segment");
    }
  }
}
