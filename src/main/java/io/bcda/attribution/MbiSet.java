package io.bcda.attribution;

/**
 * The MBIs met so far, in a table of 12 bytes a slot that doubles when it is two thirds full. An
 * MBI has at most 11 ASCII characters, which are packed into a long and an int.
 */
final class MbiSet {
  private static final int LONGEST = 11;
  private long[] first;
  private int[] rest;
  private int mask;
  private int size;

  /**
   * @param expected MBIs that can be added before the table grows
   */
  MbiSet(int expected) {
    int slots = Integer.highestOneBit(Math.max(8, expected + expected / 2)) << 1;
    this.first = new long[slots];
    this.rest = new int[slots];
    this.mask = slots - 1;
  }

  /** Adds an MBI of 1 to 11 ASCII characters. False if it is there already. */
  boolean add(String mbi) {
    if (mbi.isEmpty() || mbi.length() > LONGEST) {
      throw new IllegalArgumentException("1 to 11 characters, not " + mbi.length());
    }
    long head = 0;
    int tail = 0;
    for (int i = 0; i < mbi.length(); i++) {
      if (i < Long.BYTES) {
        head = head << Byte.SIZE | mbi.charAt(i);
      } else {
        tail = tail << Byte.SIZE | mbi.charAt(i);
      }
    }
    if (!put(head, tail)) {
      return false;
    }
    size++;
    if (size > first.length / 3 * 2) {
      grow();
    }
    return true;
  }

  private boolean put(long head, int tail) {
    int slot = slot(head, tail);
    while (first[slot] != 0) { // no MBI packs to 0
      if (first[slot] == head && rest[slot] == tail) {
        return false;
      }
      slot = slot + 1 & mask;
    }
    first[slot] = head;
    rest[slot] = tail;
    return true;
  }

  private void grow() {
    long[] heads = first;
    int[] tails = rest;
    first = new long[2 * heads.length];
    rest = new int[first.length];
    mask = first.length - 1;
    for (int i = 0; i < heads.length; i++) {
      if (heads[i] != 0) {
        put(heads[i], tails[i]);
      }
    }
  }

  private int slot(long head, int tail) {
    long mixed = (head ^ (long) tail << 32) * 0x9E3779B97F4A7C15L;
    mixed ^= mixed >>> 32;
    mixed *= 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 32) & mask;
  }
}
