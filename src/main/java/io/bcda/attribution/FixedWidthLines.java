package io.bcda.attribution;

import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads a file of fixed columns line by line. A line may be shorter than a record, may have blanks
 * behind it and may end in CR LF; of each line only the first columns are kept, so that memory does
 * not depend on the file.
 */
final class FixedWidthLines {
  private static final int BUFFER = 1 << 16;

  private final InputStream file;
  private final String name;
  private final byte[] kept;
  private final int longest;
  private final String source;

  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long number;
  private int length; // bytes of the line so far
  private int content; // the same without trailing blanks
  private boolean afterReturn;

  /**
   * @param name of the file in sentences
   * @param kept columns that will be read
   * @param longest most bytes of a record, without line end
   * @param source who says so, for the sentence of a refusal
   */
  FixedWidthLines(InputStream file, String name, int kept, int longest, String source) {
    this.file = file;
    this.name = name;
    this.kept = new byte[kept];
    this.longest = longest;
    this.source = source;
  }

  /**
   * Goes to the next line; false at the end of the file.
   *
   * @throws Refusal if the line is longer than a record
   */
  boolean next() throws IOException {
    if (at == end && !fill()) {
      return false;
    }
    number++;
    length = 0;
    content = 0;
    afterReturn = false;
    do {
      byte b = buffer[at++];
      if (b == '\n') {
        break;
      }
      take(b);
    } while (at < end || fill());
    if (afterReturn) {
      length--;
    }
    return true;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, file.read(buffer));
    return end > 0;
  }

  private void take(byte b) {
    if (afterReturn) {
      content = length; // that carriage return was no part of a line end
      checkLength();
    }
    if (length < kept.length) {
      kept[length] = b;
    }
    length++;
    afterReturn = b == '\r';
    if (b != ' ' && !afterReturn) {
      content = length;
    }
    checkLength();
  }

  private void checkLength() {
    // Trailing blanks are forgiven, but not without end.
    if (content > longest || length > longest + BUFFER) {
      throw refused("is longer than the " + longest + " bytes of " + source);
    }
  }

  /** Lines so far, this one too. */
  long number() {
    return number;
  }

  boolean isBlank() {
    return content == 0;
  }

  /** Bytes of the line, with the blanks behind it. */
  int length() {
    return length;
  }

  /** What stands in a column, counted from 1; a blank behind the line's end. */
  char at(int column) {
    return column > content ? ' ' : (char) (kept[column - 1] & 0xff);
  }

  /**
   * What stands in columns, each byte a character, without blanks around; empty behind the line's
   * end.
   *
   * @param first column, counted from 1
   * @param last column, not beyond those kept
   */
  String text(int first, int last) {
    int from = first - 1;
    int to = Math.min(last, content);
    while (from < to && kept[from] == ' ') {
      from++;
    }
    while (to > from && kept[to - 1] == ' ') {
      to--;
    }
    return from < to ? new String(kept, from, to - from, StandardCharsets.ISO_8859_1) : "";
  }

  /**
   * The MBI that stands in columns; empty if there is none.
   *
   * @param whose begins the name of the field in sentences, for example {@code "the MBI's"}
   * @throws Refusal if a character cannot be an MBI's
   */
  String mbi(int first, int last, String whose) {
    int to = Math.min(last, content);
    int from = Math.min(first - 1, to);
    return MbiText.of(kept, from, to, whose + " columns " + first + "-" + last, place());
  }

  /** Whether a character of two or more bytes (UTF-8) before a column moves that column. */
  boolean isShifted(int column) {
    int to = Math.min(content, column - 1);
    for (int i = 0; i + 1 < to; i++) {
      int lead = kept[i] & 0xff;
      if (lead >= 0xc2 && lead <= 0xf4 && (kept[i + 1] & 0xc0) == 0x80) {
        return true;
      }
    }
    return false;
  }

  FileLine place() {
    return new FileLine(name, number);
  }

  /** The refusal of the file because of this line: {@code what} it is or has. */
  Refusal refused(String what) {
    return place().refused(what);
  }
}
