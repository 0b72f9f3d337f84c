package io.bcda.files;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The plain form of a stored file from any offset, inflating no more than needed. */
final class PlainRange {
  private static final int BUFFER = 64 * 1024;

  private PlainRange() {}

  /** Opens stored bytes from an offset. */
  interface Opener {
    InputStream at(long storedOffset) throws IOException;
  }

  static InputStream open(Opener file, Optional<SegmentIndex> index, long offset)
      throws IOException {
    if (offset < 0) {
      throw new IllegalArgumentException("negative offset");
    }
    Optional<Segment> segment =
        offset == 0 ? Optional.empty() : index.flatMap(i -> i.holding(offset));
    InputStream in;
    long from = 0;
    if (segment.isPresent()) {
      from = segment.get().plainOffset();
      in = inflating(file.at(segment.get().storedOffset()));
    } else {
      in = whole(file.at(0)); // checks the CRC at its end, too
    }
    return skipping(in, offset - from);
  }

  private static InputStream whole(InputStream stored) throws IOException {
    try {
      return new GZIPInputStream(stored, BUFFER);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  private static InputStream inflating(InputStream stored) {
    Inflater inflater = new Inflater(true);
    return new InflaterInputStream(stored, inflater, BUFFER) {
      @Override
      public void close() throws IOException {
        try {
          super.close();
        } finally {
          inflater.end(); // not ours to forget: a given inflater is not ended by its stream
        }
      }
    };
  }

  private static InputStream skipping(InputStream in, long bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
      return new BufferedInputStream(in, BUFFER);
    } catch (EOFException e) {
      in.close();
      return InputStream.nullInputStream();
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
