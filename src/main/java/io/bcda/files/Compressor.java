package io.bcda.files;

/** What export files are compressed by. The files' format is the same. */
enum Compressor {
  /** The JDK's {@link java.util.zip.Deflater}. */
  JDK,

  /** Intel's ISA-L, a library of the system: some times as fast, where it is installed. */
  ISAL
}
