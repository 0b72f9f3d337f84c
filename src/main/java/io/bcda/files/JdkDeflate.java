package io.bcda.files;

import java.util.zip.Deflater;

/** The JDK's Deflater. */
final class JdkDeflate implements RawDeflate {
  private final Deflater deflater;

  /**
   * @param level 1 to 9
   */
  JdkDeflate(int level) {
    this.deflater = new Deflater(level, true);
  }

  @Override
  public void take(byte[] bytes, int offset, int length) {
    deflater.setInput(bytes, offset, length);
  }

  @Override
  public int deflate(byte[] out, Then then) {
    if (then == Then.END) {
      deflater.finish();
    }
    int flush = then == Then.CUT ? Deflater.FULL_FLUSH : Deflater.NO_FLUSH;
    return deflater.deflate(out, 0, out.length, flush);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
