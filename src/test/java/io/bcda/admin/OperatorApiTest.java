package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Where there is no management port of its own, there is no operators' API. */
class OperatorApiTest {

  @Test
  void givenOnePortForAll_whenStarted_thenNothingOfItIsThere() {
    WebApplicationContextRunner server =
        new WebApplicationContextRunner().withUserConfiguration(OperatorApi.class);
    server
        .withPropertyValues("server.port=8080", "management.server.port=8080")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OperatorMapping.class));
    server
        .withPropertyValues("server.port=8080", "management.server.port=8081")
        .run(context -> assertThat(context).as("there, but for the other rooms").hasFailed());
  }

  @Test
  void givenNoManagementPort_whenTheServerIsReady_thenItSaysSoOnce() {
    Logger logger = (Logger) LoggerFactory.getLogger(OperatorPort.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.addAppender(said);
    try {
      new OperatorPort().ready();
    } finally {
      logger.detachAppender(said);
    }
    assertThat(said.list)
        .extracting(ILoggingEvent::getMessage)
        .satisfiesExactly(text -> assertThat(text).contains("operators' API is not served"));
  }
}
