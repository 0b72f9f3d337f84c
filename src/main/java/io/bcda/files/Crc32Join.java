package io.bcda.files;

/**
 * The CRC-32 of two runs of bytes put together, from the CRC-32 of each. A CRC is linear over
 * GF(2): appending n zero bytes is a matrix, squared once per bit of n (RFC 1952 section 8 has the
 * polynomial).
 */
final class Crc32Join {
  private static final int POLYNOMIAL = 0xEDB88320;

  private Crc32Join() {}

  /**
   * @param first CRC of the first run
   * @param second CRC of the second run
   * @param secondLength bytes in the second run
   */
  static int join(int first, int second, long secondLength) {
    if (secondLength < 0) {
      throw new IllegalArgumentException("negative length");
    }
    int[] shift = square(square(square(oneZeroBit()))); // one zero byte
    int crc = first;
    for (long n = secondLength; n != 0; n >>>= 1) {
      if ((n & 1) != 0) {
        crc = times(shift, crc);
      }
      shift = square(shift);
    }
    return crc ^ second;
  }

  private static int[] oneZeroBit() {
    int[] matrix = new int[32];
    matrix[0] = POLYNOMIAL;
    for (int i = 1; i < 32; i++) {
      matrix[i] = 1 << (i - 1);
    }
    return matrix;
  }

  private static int times(int[] matrix, int vector) {
    int sum = 0;
    for (int i = 0; vector != 0; i++, vector >>>= 1) {
      if ((vector & 1) != 0) {
        sum ^= matrix[i];
      }
    }
    return sum;
  }

  private static int[] square(int[] matrix) {
    int[] result = new int[32];
    for (int i = 0; i < 32; i++) {
      result[i] = times(matrix, matrix[i]);
    }
    return result;
  }
}
