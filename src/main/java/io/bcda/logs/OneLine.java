package io.bcda.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * An event whose message and facts take one line each: with a line break of its own, a text from
 * outside could write an entry that never happened. A stack trace keeps its lines; its messages do
 * not.
 */
record OneLine(ILoggingEvent event) implements ILoggingEvent {
  /** Tells an operator, over several lines, why the server does not start. */
  private static final String START_FAILURES = "org.springframework.boot.diagnostics.";

  static ILoggingEvent of(ILoggingEvent event) {
    return event.getLoggerName().startsWith(START_FAILURES) ? event : new OneLine(event);
  }

  /** The text with each control character as a Java escape; the same text if it has none. */
  static @Nullable String escaped(@Nullable String text) {
    if (text == null || text.chars().noneMatch(OneLine::breaks)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                default -> {
                  if (breaks(c)) {
                    out.append("\\u%04x".formatted(c));
                  } else {
                    out.append((char) c);
                  }
                }
              }
            });
    return out.toString();
  }

  /** Control characters but the tab, and Unicode's own line ends. */
  private static boolean breaks(int c) {
    return c < 0x20 && c != '\t' || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029;
  }

  @Override
  public @Nullable String getMessage() {
    return escaped(event.getMessage());
  }

  @Override
  public @Nullable String getFormattedMessage() {
    return escaped(event.getFormattedMessage());
  }

  @Override
  public @Nullable List<KeyValuePair> getKeyValuePairs() {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null ? null : pairs.stream().map(OneLine::escaped).toList();
  }

  private static KeyValuePair escaped(KeyValuePair pair) {
    boolean plain = pair.value == null || pair.value instanceof Number;
    return plain ? pair : new KeyValuePair(pair.key, escaped(pair.value.toString()));
  }

  @Override
  public @Nullable IThrowableProxy getThrowableProxy() {
    return OneLineThrowable.of(event.getThrowableProxy());
  }

  @Override
  public String getThreadName() {
    return event.getThreadName();
  }

  @Override
  public Level getLevel() {
    return event.getLevel();
  }

  @Override
  public Object @Nullable [] getArgumentArray() {
    return event.getArgumentArray();
  }

  @Override
  public String getLoggerName() {
    return event.getLoggerName();
  }

  @Override
  public LoggerContextVO getLoggerContextVO() {
    return event.getLoggerContextVO();
  }

  @Override
  public StackTraceElement[] getCallerData() {
    return event.getCallerData();
  }

  @Override
  public boolean hasCallerData() {
    return event.hasCallerData();
  }

  @Override
  public @Nullable List<Marker> getMarkerList() {
    return event.getMarkerList();
  }

  @Override
  public Map<String, String> getMDCPropertyMap() {
    return event.getMDCPropertyMap();
  }

  /** Logback's former name of {@link #getMDCPropertyMap}. */
  @Override
  @SuppressWarnings("deprecation")
  public Map<String, String> getMdc() {
    return event.getMdc();
  }

  @Override
  public long getTimeStamp() {
    return event.getTimeStamp();
  }

  @Override
  public int getNanoseconds() {
    return event.getNanoseconds();
  }

  @Override
  public Instant getInstant() {
    return event.getInstant();
  }

  @Override
  public long getSequenceNumber() {
    return event.getSequenceNumber();
  }

  @Override
  public void prepareForDeferredProcessing() {
    event.prepareForDeferredProcessing();
  }
}
