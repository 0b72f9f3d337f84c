package io.bcda.loading;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Keeps libraries from writing into a command's output, where nobody has set up the log, and from
 * quoting resources there.
 */
final class QuietLog {
  private final LoggingSystem log;
  private final LogLevel before;

  private QuietLog(LoggingSystem log, LogLevel before) {
    this.log = log;
    this.before = before;
  }

  static QuietLog begin() {
    LoggingSystem log = LoggingSystem.get(QuietLog.class.getClassLoader());
    LoggerConfiguration root = log.getLoggerConfiguration(LoggingSystem.ROOT_LOGGER_NAME);
    LogLevel before = root == null ? LogLevel.INFO : root.getEffectiveLevel();
    log.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
    return new QuietLog(log, before);
  }

  /** As it was before. */
  void end() {
    log.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, before);
  }
}
