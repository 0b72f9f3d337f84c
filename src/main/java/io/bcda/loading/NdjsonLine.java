package io.bcda.loading;

import java.util.Optional;

/** One line that is not blank, with its number in the file, from 1. Its bytes are not copied. */
final class NdjsonLine {
  private final long number;
  private final byte[] bytes;
  private final Optional<LineReason> fault;

  NdjsonLine(long number, byte[] bytes) {
    this(number, bytes, Optional.empty());
  }

  private NdjsonLine(long number, byte[] bytes, Optional<LineReason> fault) {
    this.number = number;
    this.bytes = bytes;
    this.fault = fault;
  }

  static NdjsonLine tooLong(long number) {
    return new NdjsonLine(number, new byte[0], Optional.of(LineReason.TOO_LONG));
  }

  long number() {
    return number;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Why the reader could not give the line, if it could not. */
  Optional<LineReason> fault() {
    return fault;
  }

  @Override
  public String toString() {
    return "NdjsonLine[" + number + "]";
  }
}
