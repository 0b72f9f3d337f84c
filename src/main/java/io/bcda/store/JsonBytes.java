package io.bcda.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of JSON, token by token, and beside it the same tokens written again without the blanks
 * between them. Not for several threads.
 */
final class JsonBytes {
  private byte[] in = new byte[0];
  private int pos;
  private byte[] out = new byte[1 << 14];
  private int length;
  private int from;
  private int to;

  /** Begins a line, UTF-8. */
  void begin(byte[] line) {
    in = line;
    pos = 0;
    length = 0;
  }

  /** Bytes written so far; a place to go back to. */
  int length() {
    return length;
  }

  /** Forgets what was written after that place. */
  void back(int place) {
    length = place;
  }

  /** The next byte that is no blank; 0 at the end. */
  byte peek() {
    while (pos < in.length && isBlank(in[pos])) {
      pos++;
    }
    return pos < in.length ? in[pos] : 0;
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  /** Takes a mark and writes it. */
  void take(char mark) {
    pass(mark);
    write((byte) mark);
  }

  /** Takes a mark and does not write it. */
  void pass(char mark) {
    if (peek() != mark) {
      throw CanonicalWalk.Unusual.LINE;
    }
    pos++;
  }

  /** Takes a name and its colon. */
  void name() {
    string();
    int first = from;
    int last = to;
    take(':');
    from = first;
    to = last;
  }

  /**
   * Takes a string that is not empty and has no escapes but those of the quote and the backslash.
   */
  void string() {
    pass('"');
    int start = pos;
    boolean ascii = true;
    byte c = 0;
    while (pos < in.length && (c = in[pos]) != '"') {
      if (c < ' ') {
        if (c >= 0) {
          throw CanonicalWalk.Unusual.LINE;
        }
        ascii = false;
      } else if (c == '\\') {
        passEscape();
      }
      pos++;
    }
    if (c != '"' || pos == start || pos >= in.length) {
      throw CanonicalWalk.Unusual.LINE;
    }
    if (!ascii) {
      checkUtf8(start, pos);
    }
    write((byte) '"');
    copy(start, pos);
    write((byte) '"');
    to = length - 1;
    from = to - (pos - start);
    pos++;
  }

  /** Of the escapes that HAPI writes, those that do not stand for a blank. */
  private void passEscape() {
    pos++;
    if (pos >= in.length || in[pos] != '"' && in[pos] != '\\') {
      throw CanonicalWalk.Unusual.LINE;
    }
  }

  private void checkUtf8(int start, int end) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in, start, end - start));
    } catch (CharacterCodingException e) {
      throw CanonicalWalk.Unusual.LINE;
    }
  }

  /** Takes a number, true or false, or what else stands there up to the next mark. */
  void literal() {
    peek();
    int start = pos;
    while (pos < in.length && !isBlank(in[pos]) && ",]}".indexOf(in[pos]) < 0) {
      pos++;
    }
    if (pos == start) {
      throw CanonicalWalk.Unusual.LINE;
    }
    copy(start, pos);
    to = length;
    from = to - (pos - start);
  }

  /** Nothing but blanks may follow. */
  void end() {
    if (peek() != 0 || pos < in.length) {
      throw CanonicalWalk.Unusual.LINE;
    }
  }

  /** Whether the string, name or literal just taken has that form. */
  boolean is(JsonForm form) {
    return form.admits(out, from, to);
  }

  /** The child that the name just taken names. */
  FhirShape.Child child(FhirShape shape) {
    FhirShape.Child child = shape.find(out, from, to);
    if (child == null) {
      throw CanonicalWalk.Unusual.LINE;
    }
    return child;
  }

  /** The string or literal just taken, as it was written. */
  String token() {
    return text(from, to);
  }

  /** What was written between two places. */
  String text(int start, int end) {
    return new String(out, start, end - start, StandardCharsets.UTF_8);
  }

  /** Writes text of one's own at a place, before what was written since. */
  void insert(int place, byte[] text) {
    reserve(text.length);
    System.arraycopy(out, place, out, place + text.length, length - place);
    System.arraycopy(text, 0, out, place, text.length);
    length += text.length;
  }

  /** All that was written. */
  byte[] written() {
    return Arrays.copyOf(out, length);
  }

  void write(byte c) {
    reserve(1);
    out[length++] = c;
  }

  private void copy(int start, int end) {
    reserve(end - start);
    System.arraycopy(in, start, out, length, end - start);
    length += end - start;
  }

  private void reserve(int more) {
    if (length + more > out.length) {
      out = Arrays.copyOf(out, Math.max(length + more, 2 * out.length));
    }
  }
}
