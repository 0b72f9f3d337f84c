package io.bcda.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes a file and its index into a folder. */
final class FolderFileWriter implements ExportFileWriter {
  private static final int BUFFER = 64 * 1024;
  private final Path file;
  private final Path index;
  private final long segmentBytes;
  private final FileChannel fileChannel;
  private final FileChannel indexChannel;
  private final OutputStream indexOut;
  private final SegmentIndex.Writer indexWriter;
  private final SegmentedGzip gzip;
  private final MessageDigest plainDigest = sha256();
  private final MessageDigest storedDigest = sha256();
  private final byte[] buffer = new byte[BUFFER];
  private int buffered;
  private long lines;
  private long linesBefore;
  private int first = NOBODY;
  private int last = NOBODY;
  private boolean lineOpen;
  private boolean finished;
  private boolean closed;

  FolderFileWriter(Path file, Path index, FileShape shape) throws IOException {
    this.file = file;
    this.index = index;
    this.segmentBytes = shape.segmentBytes();
    this.fileChannel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      this.indexChannel =
          FileChannel.open(
              index,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      fileChannel.close();
      Files.deleteIfExists(file);
      throw e;
    }
    this.indexOut = new BufferedOutputStream(Channels.newOutputStream(indexChannel), BUFFER);
    OutputStream stored =
        new DigestOutputStream(Channels.newOutputStream(fileChannel), storedDigest);
    try {
      this.indexWriter = new SegmentIndex.Writer(indexOut);
      this.gzip = shape.gzip(stored, this::indexed);
    } catch (IOException e) {
      discard(); // no room for as much as a header
      throw e;
    }
  }

  private void indexed(Segment segment) {
    try {
      indexWriter.add(segment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    requireOpen();
    lineOpen = true;
    if (length > BUFFER - buffered) {
      drain();
    }
    if (length >= BUFFER) {
      compress(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, buffer, buffered, length);
      buffered += length;
    }
  }

  @Override
  public void endLine() throws IOException {
    requireOpen();
    if (buffered == BUFFER) {
      drain();
    }
    buffer[buffered++] = '\n';
    lineOpen = false;
    lines++;
  }

  @Override
  public void border(int ordinal) throws IOException {
    requireOpen();
    if (lineOpen) {
      throw new IllegalStateException("a border inside a line");
    }
    if (ordinal < last) {
      throw new IllegalArgumentException("ordinals must rise");
    }
    if (gzip.segmentPlainBytes() + buffered == 0) {
      return; // a person without lines moves nothing
    }
    first = first == NOBODY ? ordinal : first;
    last = ordinal;
    if (gzip.segmentPlainBytes() + buffered >= segmentBytes) {
      drain();
      gzip.endSegment((int) (lines - linesBefore), first, last);
      linesBefore = lines;
      first = NOBODY;
    }
  }

  private void drain() throws IOException {
    compress(buffer, 0, buffered);
    buffered = 0;
  }

  private void compress(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      plainDigest.update(bytes, offset, length);
      gzip.write(bytes, offset, length);
    }
  }

  @Override
  public long lines() {
    return lines;
  }

  @Override
  public long plainBytes() {
    return gzip.plainBytes() + buffered;
  }

  @Override
  public long storedBytes() {
    return gzip.storedBytes();
  }

  @Override
  public WrittenFile finish() throws IOException {
    requireOpen();
    if (lineOpen) {
      throw new IllegalStateException("the last line is not ended");
    }
    drain();
    gzip.finish((int) (lines - linesBefore), first, first == NOBODY ? NOBODY : last);
    indexWriter.finish();
    indexOut.flush();
    indexChannel.force(true);
    fileChannel.force(true);
    forceFolder();
    finished = true;
    close();
    return new WrittenFile(
        lines,
        gzip.plainBytes(),
        gzip.storedBytes(),
        HexFormat.of().formatHex(plainDigest.digest()),
        HexFormat.of().formatHex(storedDigest.digest()));
  }

  /** A file's name is in its folder, which must reach the disk as well. */
  private void forceFolder() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the file is closed");
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    gzip.close();
    if (finished) {
      indexChannel.close();
      fileChannel.close();
    } else {
      discard();
    }
  }

  private void discard() throws IOException {
    try {
      Files.deleteIfExists(index);
      Files.deleteIfExists(file);
    } finally {
      indexChannel.close();
      fileChannel.close();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
