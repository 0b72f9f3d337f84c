package io.bcda.files;

import java.io.Closeable;
import java.io.IOException;

/**
 * A stream of plain bytes becoming raw deflate (RFC 1951), without header and trailer. One file's;
 * for one thread at a time.
 */
interface RawDeflate extends Closeable {

  /** Opens streams of one kind and level; safe for many threads. */
  interface Source {
    RawDeflate open();
  }

  /** What comes behind the bytes that were taken. */
  enum Then {
    /** More bytes. */
    MORE,
    /** A full flush: inflating may begin behind it (RFC 1951 section 3.2.4 has its empty block). */
    CUT,
    /** Nothing. */
    END
  }

  /** Takes plain bytes. The array is read until {@link #deflate} has had enough of it. */
  void take(byte[] bytes, int offset, int length);

  /**
   * Deflates what was taken. When the answer is {@code out.length}, there may be more: call again
   * with the same arguments before anything else.
   *
   * @return bytes written to {@code out}, from its start
   * @throws IOException if the compressor fails; the stream is of no more use
   */
  int deflate(byte[] out, Then then) throws IOException;

  /** Frees the compressor's memory; nothing if that was done. No other call may follow. */
  @Override
  void close();
}
