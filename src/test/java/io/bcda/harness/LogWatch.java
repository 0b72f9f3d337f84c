package io.bcda.harness;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.FileSystemResource;

/**
 * Reads all that the virtual machine's servers log, with {@code io.bcda} and HAPI at DEBUG and the
 * rest as shipped, before any mask, and keeps what must not stand there. Nothing of the DEBUG
 * reaches the console.
 */
public final class LogWatch {
  /** Loggers that are turned up, and from which level on the console shows them, as shipped. */
  private static final Map<String, Level> TURNED_UP =
      Map.of("io.bcda", Level.INFO, "ca.uhn.fhir", Level.WARN);

  /** Loggers below those whose level the wiring sets. */
  private static final Map<String, Level> SHIPPED = shipped();

  private static final int MOST_KEPT = 20;
  private static final int MOST_KEPT_OF_ONE = 3;
  private static LogWatch shared;
  private final List<String> findings = new ArrayList<>();
  private long events;
  private long characters;
  private long nanos;

  private LogWatch() {}

  /** Begins to read, if nobody has; goes on when an application sets the log up anew. */
  public static synchronized LogWatch begin() {
    LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (shared == null) {
      shared = new LogWatch();
      log.addListener(new Again(shared));
    }
    shared.attach(log);
    return shared;
  }

  /** What was found since the last call; empty if nobody reads. */
  static List<String> taken() {
    LogWatch watch = shared;
    return watch == null ? List.of() : watch.take();
  }

  /** Writes how much was read; nothing if nobody reads. */
  static void tell(Path file) {
    LogWatch watch = shared;
    if (watch != null) {
      try {
        Files.writeString(file, watch + System.lineSeparator());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What was found since the last call. */
  public List<String> take() {
    synchronized (findings) {
      List<String> taken = List.copyOf(findings);
      findings.clear();
      return taken;
    }
  }

  /** How much was read, and how long that took. */
  @Override
  public String toString() {
    synchronized (findings) {
      return "%d events, %d characters, %d ms".formatted(events, characters, nanos / 1_000_000);
    }
  }

  private void attach(LoggerContext log) {
    TURNED_UP.keySet().forEach(name -> log.getLogger(name).setLevel(Level.DEBUG));
    // One application's end takes the levels of those that still run with it.
    SHIPPED.forEach((name, level) -> log.getLogger(name).setLevel(level));
    Logger root = log.getLogger(Logger.ROOT_LOGGER_NAME);
    root.iteratorForAppenders()
        .forEachRemaining(
            appender -> {
              if (appender instanceof OutputStreamAppender<ILoggingEvent> console
                  && console.getCopyOfAttachedFiltersList().isEmpty()) {
                console.addFilter(new AsShipped());
              }
            });
    if (root.getAppender(Reader.NAME) == null) {
      Reader reader = new Reader(this);
      reader.setContext(log);
      reader.start();
      root.addAppender(reader);
    }
  }

  private static Map<String, Level> shipped() {
    Map<String, Level> levels = new TreeMap<>();
    try {
      String prefix = "logging.level.";
      for (var source :
          new YamlPropertySourceLoader()
              .load("wiring", new FileSystemResource("src/main/resources/application.yml"))) {
        for (String key : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
          if (key.startsWith(prefix) && key.contains(".fhir.")) {
            String level = String.valueOf(source.getProperty(key));
            // YAML 1.1 takes a bare off for a boolean.
            levels.put(
                key.substring(prefix.length()),
                level.equals("false") ? Level.OFF : Level.toLevel(level));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return levels;
  }

  private void read(String text, String logger) {
    long begin = System.nanoTime();
    List<String> found = Leaks.in(text);
    synchronized (findings) {
      events++;
      characters += text.length();
      nanos += System.nanoTime() - begin;
      String by = " by " + logger + ": ";
      long alike = findings.stream().filter(f -> f.contains(by)).count();
      if (!found.isEmpty() && findings.size() < MOST_KEPT && alike < MOST_KEPT_OF_ONE) {
        findings.add(found + by + text);
      }
    }
  }

  private static final class Reader extends AppenderBase<ILoggingEvent> {
    static final String NAME = "log watch";
    private final LogWatch watch;
    private final ThrowableProxyConverter thrown = new ThrowableProxyConverter();

    Reader(LogWatch watch) {
      this.watch = watch;
      setName(NAME);
      thrown.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
      StringBuilder text = new StringBuilder(event.getFormattedMessage());
      if (event.getKeyValuePairs() != null) {
        event
            .getKeyValuePairs()
            .forEach(p -> text.append(' ').append(p.key).append('=').append(p.value));
      }
      event.getMDCPropertyMap().forEach((key, value) -> text.append(' ').append(value));
      if (event.getThrowableProxy() != null) {
        text.append('\n').append(thrown.convert(event));
      }
      watch.read(text.toString(), event.getLoggerName());
    }
  }

  /** Keeps what was turned up from the console. */
  private static final class AsShipped extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      boolean quiet =
          TURNED_UP.entrySet().stream()
              .anyMatch(
                  e ->
                      event.getLoggerName().startsWith(e.getKey() + ".")
                          && !event.getLevel().isGreaterOrEqual(e.getValue()));
      return quiet ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
  }

  /** An application that begins sets levels; one that ends takes the appenders with it. */
  private record Again(LogWatch watch) implements LoggerContextListener {
    @Override
    public boolean isResetResistant() {
      return true;
    }

    @Override
    public void onReset(LoggerContext context) {}

    @Override
    public void onStart(LoggerContext context) {
      watch.attach(context);
    }

    @Override
    public void onStop(LoggerContext context) {}

    @Override
    public void onLevelChange(Logger logger, Level level) {
      LoggerContext log = logger.getLoggerContext();
      boolean turnedUp =
          TURNED_UP.keySet().stream().allMatch(n -> log.getLogger(n).getLevel() == Level.DEBUG);
      if (!turnedUp) {
        watch.attach(log);
      }
    }
  }
}
