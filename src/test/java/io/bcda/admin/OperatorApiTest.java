package io.bcda.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Where there is no management port of its own, there is no operators' API. */
class OperatorApiTest {

  @Test
  void givenOnePortForAll_whenStarted_thenNothingOfItIsThere() {
    WebApplicationContextRunner server =
        new WebApplicationContextRunner()
            .withBean(OperatorPort.class)
            .withUserConfiguration(OperatorApi.class);
    server
        .withPropertyValues("server.port=8080", "management.server.port=8080")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OperatorMapping.class));
    server
        .withPropertyValues("server.port=8080", "management.server.port=8081")
        .run(context -> assertThat(context).as("there, but for the other rooms").hasFailed());
  }

  @Test
  void givenTheContainer_whenStartedAsItIs_thenItsManagementPortIsClosedToTheOutside()
      throws IOException {
    assertThat(Files.readAllLines(Path.of("docker/Dockerfile")))
        .filteredOn(line -> line.startsWith("EXPOSE"))
        .containsExactly("EXPOSE 8080");
    String compose = Files.readString(Path.of("docker/compose.yaml"));
    assertThat(compose).doesNotContain("8081").doesNotContain("MANAGEMENT_SERVER_ADDRESS");
    assertThat(Files.readString(Path.of("src/main/resources/application.yml")))
        .contains("    port: 8081\n    address: 127.0.0.1\n");
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
