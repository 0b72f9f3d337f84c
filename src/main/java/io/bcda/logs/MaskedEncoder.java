package io.bcda.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Another encoder's entries, each kept to what an entry may be and hold. */
final class MaskedEncoder extends EncoderBase<ILoggingEvent> {
  /** Each byte is one character and comes back as it was, whatever charset the entry is in. */
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private final Encoder<ILoggingEvent> plain;
  private final boolean endsInLines;

  MaskedEncoder(Encoder<ILoggingEvent> plain) {
    this.plain = plain;
    // The other kind is JSON, which has escapes of its own.
    this.endsInLines = plain instanceof LayoutWrappingEncoder;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    byte[] bytes = plain.encode(endsInLines ? OneLine.of(event) : event);
    String text = new String(bytes, BYTES);
    String masked = Mask.of(text);
    return masked.equals(text) ? bytes : masked.getBytes(BYTES);
  }

  @Override
  public byte[] headerBytes() {
    return plain.headerBytes();
  }

  @Override
  public byte[] footerBytes() {
    return plain.footerBytes();
  }

  @Override
  public void stop() {
    super.stop();
    plain.stop();
  }
}
