package io.bcda.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import io.bcda.settings.UnusableSetting;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What reaches an operator's log, written with the pattern that the server ships. */
class MaskedLogsTest {
  private static final String MBI = "1S00E00AA00";
  private static final String SECRET = "0123456789abcdef".repeat(4);
  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Logger logger;

  @BeforeEach
  void open() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern("%p [%t] %logger : %m %kvp{NONE} %X%n%ex");
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(log);
    appender.start();
    logger = context.getLogger("a.b.C");
    logger.setLevel(Level.DEBUG);
    logger.addAppender(appender);
    MaskedLogs.mask(context);
    MaskedLogs.mask(context); // a second application in the same virtual machine
  }

  @AfterEach
  void close() {
    context.stop();
  }

  @Test
  void givenWhatMustNotBeLogged_whenLogged_thenItIsNowhereInTheEntry() {
    Exception cause = new IllegalStateException("inner " + SECRET);
    cause.addSuppressed(new IllegalArgumentException("beside " + MBI));
    context.getMDCAdapter().put("who", MBI);
    logger
        .atError()
        .addKeyValue("member", MBI)
        .addKeyValue("header", "Bearer " + SECRET)
        .setCause(new RuntimeException("outer " + MBI.toLowerCase(java.util.Locale.ROOT), cause))
        .log("of {} with {}", MBI, "client_secret=" + SECRET);

    assertThat(written())
        .doesNotContainIgnoringCase(MBI)
        .doesNotContain(SECRET)
        .contains("of [mbi] with client_secret=[secret]")
        .contains("member=[mbi] header=Bearer [secret] who=[mbi]")
        .contains("RuntimeException: outer [mbi]")
        .contains("Caused by: java.lang.IllegalStateException: inner [secret]")
        .contains("Suppressed: java.lang.IllegalArgumentException: beside [mbi]")
        .contains("\tat io.bcda.logs.MaskedLogsTest");
  }

  @Test
  void givenLineBreaksInWhatCameFromOutside_whenLogged_thenTheyForgeNoEntry() {
    String forged = "x\r\nERROR [main] a.b.C : forged\u2028\u0085\u001b[2J";
    logger
        .atWarn()
        .addKeyValue("file", forged)
        .setCause(new IllegalStateException(forged))
        .log("taken {}", forged);

    List<String> lines = written().lines().toList();
    assertThat(lines.get(0)).startsWith("WARN [").contains("taken x\\r\\nERROR", "file=x\\r\\n");
    assertThat(lines.get(1))
        .isEqualTo(
            "java.lang.IllegalStateException: x\\r\\nERROR [main] a.b.C : forged\\u2028\\u0085\\u001b[2J");
    assertThat(lines.subList(2, lines.size())).allMatch(l -> l.startsWith("\t"));
    assertThat(written()).doesNotContain("\r", "\u2028", "\u0085", "\u001b");
  }

  @Test
  void givenOtherLetters_whenLogged_thenTheyComeThrough() {
    logger.info("Größe – 大きさ");
    assertThat(written()).contains("Größe – 大きさ");
  }

  /** Beyond the sandbox, the start stops there. */
  @Test
  void givenALibraryThatPrintsContent_whenItWouldTalk_thenRefusedByName() {
    Logger security = (Logger) LoggerFactory.getLogger("org.springframework.security");
    Level before = security.getLevel();
    security.setLevel(Level.INFO);
    try {
      security.setLevel(Level.DEBUG);
      assertThatThrownBy(QuietLoggers::check)
          .isInstanceOf(UnusableSetting.class)
          .hasMessageContaining("org.springframework.security");
    } finally {
      security.setLevel(before);
    }
  }

  private String written() {
    return log.toString(StandardCharsets.UTF_8);
  }
}
