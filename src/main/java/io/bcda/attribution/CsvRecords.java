package io.bcda.attribution;

import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads a file of comma-separated values record by record (RFC 4180). Lines may end in LF or CR LF.
 * Of each record only the start of the first field is kept, so that memory does not depend on the
 * file.
 */
final class CsvRecords {
  private static final int LONGEST = 1 << 16;
  private static final int BUFFER = 1 << 16;
  private static final int KEPT = 64;

  private enum State {
    BEFORE_FIELD,
    PLAIN,
    QUOTED,
    AFTER_QUOTE // the field's end, or the first of two quotes that stand for one
  }

  private final InputStream file;
  private final String name;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;

  private long line = 1; // the line that is read
  private long begin; // the line in which the record begins
  private int length; // bytes of the record so far
  private State state = State.BEFORE_FIELD;
  private boolean afterReturn;
  private boolean blank;
  private int columns;

  private final byte[] first = new byte[KEPT];
  private int firstBytes;
  private int firstContent; // the same without trailing blanks

  /**
   * @param name of the file in sentences
   */
  CsvRecords(InputStream file, String name) {
    this.file = file;
    this.name = name;
  }

  /**
   * Goes to the next record; false at the end of the file.
   *
   * @throws Refusal if it is no record by RFC 4180, or longer than 65,536 bytes
   */
  boolean next() throws IOException {
    if (at == end && !fill()) {
      return false;
    }
    begin();
    do {
      if (isEnd(buffer[at++])) {
        return true;
      }
    } while (at < end || fill());
    if (state == State.QUOTED) {
      throw refused("begins a record that ends within quotes");
    }
    return true;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, file.read(buffer));
    return end > 0;
  }

  private void begin() {
    begin = line;
    length = 0;
    state = State.BEFORE_FIELD;
    afterReturn = false;
    blank = true;
    columns = 1;
    firstBytes = 0;
    firstContent = 0;
  }

  private boolean isEnd(byte b) {
    length++;
    if (length > LONGEST) {
      throw refused("begins a record longer than " + LONGEST + " bytes");
    }
    if (state == State.QUOTED) {
      takeQuoted(b);
      return false;
    }
    if (b == '\n') {
      line++;
      return true;
    }
    if (afterReturn) {
      throw refused("has a carriage return that ends no line");
    }
    take(b);
    return false;
  }

  private void takeQuoted(byte b) {
    if (b == '"') {
      state = State.AFTER_QUOTE;
      return;
    }
    line += b == '\n' ? 1 : 0;
    keep(b);
  }

  private void take(byte b) {
    switch (b) {
      case '\r' -> afterReturn = true;
      case ',' -> {
        columns++;
        blank = false;
        state = State.BEFORE_FIELD;
      }
      case '"' -> quote();
      default -> {
        if (state == State.AFTER_QUOTE) {
          throw refused("has something between a closing quote and the comma");
        }
        state = State.PLAIN;
        keep(b);
      }
    }
  }

  private void quote() {
    blank = false;
    switch (state) {
      case BEFORE_FIELD -> state = State.QUOTED;
      case AFTER_QUOTE -> {
        state = State.QUOTED;
        keep((byte) '"');
      }
      default -> throw refused("has a quote within a field that does not begin with one");
    }
  }

  private void keep(byte b) {
    boolean space = b == ' ';
    blank &= space;
    if (columns > 1 || space && firstBytes == 0) {
      return;
    }
    if (firstBytes < KEPT) {
      first[firstBytes] = b;
    }
    firstBytes++;
    firstContent = space ? firstContent : firstBytes;
  }

  /** Whether the record is a line of nothing but blanks. */
  boolean isBlank() {
    return blank;
  }

  /** Number of fields, at least 1. */
  int columns() {
    return columns;
  }

  /**
   * The first field without blanks around, each byte a character.
   *
   * @throws Refusal if it has more than 64 bytes
   */
  String first() {
    return new String(first, 0, firstLength(), StandardCharsets.ISO_8859_1);
  }

  /**
   * The MBI in the first field; empty if there is none.
   *
   * @throws Refusal if it has more than 64 bytes or a character that cannot be an MBI's
   */
  String mbi() {
    return MbiText.of(first, 0, firstLength(), "the first column", place());
  }

  private int firstLength() {
    if (firstContent > KEPT) {
      throw refused("has more than " + KEPT + " bytes in the first column");
    }
    return firstContent;
  }

  /** Where the record begins. */
  FileLine place() {
    return new FileLine(name, begin);
  }

  /** The refusal of the file because of this record: {@code what} it is or has. */
  Refusal refused(String what) {
    return place().refused(what);
  }
}
