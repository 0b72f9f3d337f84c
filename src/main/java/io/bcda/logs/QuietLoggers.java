package io.bcda.logs;

import io.bcda.settings.RunMode;
import io.bcda.settings.UnusableSetting;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Stops the start outside the sandbox where a library that prints requests, headers or statements
 * with their values would be let talk. The mask knows shapes only; names and claims have none.
 */
@Configuration(proxyBeanMethods = false)
class QuietLoggers {
  /** Loggers that print what they handle at DEBUG or TRACE. */
  static final List<String> PRINT_CONTENT =
      List.of(
          "org.springframework.security",
          "org.springframework.web",
          "org.springframework.jdbc",
          "org.apache.coyote",
          "org.apache.tomcat",
          "org.apache.http",
          "org.hibernate.SQL",
          "org.hibernate.orm.jdbc",
          "org.postgresql");

  @Bean
  static BeanFactoryPostProcessor noTalkOfContent(Environment environment) {
    return beans -> {
      if (RunMode.of(environment) == RunMode.SERVER) {
        check();
      }
    };
  }

  /**
   * @throws UnusableSetting naming the loggers
   */
  static void check() {
    List<String> talking =
        PRINT_CONTENT.stream()
            .filter(name -> LoggerFactory.getLogger(name).isDebugEnabled())
            .toList();
    if (!talking.isEmpty()) {
      throw new UnusableSetting(
          "These loggers would print people's data and credentials: "
              + String.join(", ", talking)
              + ".",
          "Set logging.level of each, or of root, to info or higher; debug is for io.bcda and"
              + " ca.uhn.fhir. In the sandbox any level will do.");
    }
  }
}
