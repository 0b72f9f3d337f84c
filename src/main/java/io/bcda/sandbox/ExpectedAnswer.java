package io.bcda.sandbox;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes what one export must hold: ids with versions, and ids that are gone, by type, in the order
 * in which they are given. As {@code {"output": {type: {id: version}}, "deleted": {type: [id]}}},
 * with what was asked for before it, where that must be told; each type is there, empty or not.
 * What is gone is put aside until the end, in a file, so that nothing is kept in memory.
 */
final class ExpectedAnswer implements AutoCloseable {
  private static final int BUFFER = 1 << 14;

  private final Path aside;
  private final OutputStream out;
  private final OutputStream gone;
  private boolean first = true;
  private boolean firstGone = true;
  private String closing = "";

  ExpectedAnswer(Path file) throws IOException {
    this(file, "");
  }

  /**
   * @param asked the first members of the answer, each with its comma; or nothing
   */
  ExpectedAnswer(Path file, String asked) throws IOException {
    this.aside = file.resolveSibling(file.getFileName() + ".deleted");
    this.out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
    this.gone = new BufferedOutputStream(Files.newOutputStream(aside), BUFFER);
    write(out, "{" + asked + "\"output\":{");
  }

  /** What follows is of this type. */
  void begin(String type) throws IOException {
    String comma = closing.isEmpty() ? "" : ",";
    write(out, closing + comma + '"' + type + "\":{");
    write(gone, (closing.isEmpty() ? "" : "],") + '"' + type + "\":[");
    closing = "}";
    first = true;
    firstGone = true;
  }

  /**
   * Adds a resource to the output.
   *
   * @param id plain: nothing that JSON would escape
   */
  void add(String id, int version) throws IOException {
    write(out, (first ? "\"" : ",\"") + id + "\":" + version);
    first = false;
  }

  void addDeleted(String id) throws IOException {
    write(gone, (firstGone ? "\"" : ",\"") + id + '"');
    firstGone = false;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    try (out) {
      gone.close();
      write(out, "}},\"deleted\":{");
      Files.copy(aside, out);
      write(out, "]}}");
      Files.delete(aside);
    }
  }
}
