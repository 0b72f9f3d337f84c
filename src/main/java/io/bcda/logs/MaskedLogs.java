package io.bcda.logs;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Puts the mask before whatever the log is written to, console or file, plain or JSON, set up by
 * Spring Boot or by a file of the operator's. Runs when the log has been set up, before the first
 * bean.
 */
class MaskedLogs implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
      mask(log);
    }
  }

  static void mask(LoggerContext log) {
    for (var logger : log.getLoggerList()) {
      logger.iteratorForAppenders().forEachRemaining(MaskedLogs::mask);
    }
  }

  private static void mask(Appender<ILoggingEvent> appender) {
    if (appender instanceof OutputStreamAppender<ILoggingEvent> written
        && !(written.getEncoder() instanceof MaskedEncoder)) {
      MaskedEncoder masked = new MaskedEncoder(written.getEncoder());
      masked.setContext(written.getContext());
      masked.start();
      written.setEncoder(masked);
    }
  }
}
