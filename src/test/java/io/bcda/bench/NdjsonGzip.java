package io.bcda.bench;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Lines of a gzip file, written and read. */
final class NdjsonGzip implements AutoCloseable {
  private final OutputStream out;

  NdjsonGzip(Path file) throws IOException {
    this.out =
        new BufferedOutputStream(
            new GZIPOutputStream(Files.newOutputStream(file), 1 << 16) {
              {
                def.setLevel(Deflater.BEST_SPEED);
              }
            },
            1 << 16);
  }

  /** Adds a line, and its end; returns its bytes. */
  int add(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.length;
  }

  /** Calls for each line of a file; returns how many. */
  static long lines(Path file, Consumer<String> each) throws IOException {
    long count = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8),
            1 << 16)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        each.accept(line);
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
