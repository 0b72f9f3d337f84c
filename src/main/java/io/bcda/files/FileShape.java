package io.bcda.files;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * How a store's files are compressed and cut.
 *
 * @param deflate opens a compressor for each file
 * @param level of the compressor, 1 to 9; the file's header tells it
 * @param segmentBytes plain bytes after which a file can be cut again
 */
record FileShape(RawDeflate.Source deflate, int level, long segmentBytes) {

  SegmentedGzip gzip(OutputStream out, Consumer<Segment> segments) throws IOException {
    return new SegmentedGzip(out, deflate.open(), level, segments);
  }
}
