package io.bcda.sandbox;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines of one type of resource, gzipped, in one file or several. No header holds a time: the same
 * lines give the same bytes.
 */
final class LineFiles implements AutoCloseable {
  /** Unpacked bytes after which a file of the usual form ends. */
  private static final long ENOUGH_BYTES = 64L << 20;

  private final Path folder;
  private final String type;
  private final int mostLines;
  private @Nullable OutputStream out;
  private int file;
  private int lines;
  private long bytes;

  /**
   * Opens the first file.
   *
   * @param mostLines of a file, or {@link WorldForm#UNCUT}
   */
  LineFiles(Path folder, String type, int mostLines) throws IOException {
    this.folder = folder;
    this.type = type;
    this.mostLines = mostLines;
    next();
  }

  void add(byte[] line) throws IOException {
    if (mostLines != WorldForm.UNCUT && lines == mostLines) {
      next();
    }
    if (out == null) {
      throw new IllegalStateException("closed");
    }
    out.write(line);
    bytes += line.length;
    lines++;
  }

  /** Where a file of the usual form may end: it does once it is large enough. */
  void betweenPeople() throws IOException {
    if (mostLines == WorldForm.UNCUT && bytes > ENOUGH_BYTES) {
      next();
    }
  }

  private void next() throws IOException {
    close();
    file++;
    lines = 0;
    bytes = 0;
    OutputStream raw = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name())));
    out = new BufferedOutputStream(new QuickGzip(raw), 1 << 16);
  }

  private String name() {
    if (mostLines != WorldForm.UNCUT) {
      return String.format(Locale.ROOT, "%s-%04d.ndjson.gz", type, file);
    }
    boolean one = !type.equals("ExplanationOfBenefit");
    return one ? type + ".ndjson.gz" : type + "-" + file + ".ndjson.gz";
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }

  /** Trades some size for speed. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
