package io.bcda;

import io.bcda.admin.Commands;
import io.bcda.loading.ClaimsCommand;
import io.bcda.sandbox.GenerateCommand;
import io.bcda.store.ModelWarmUp;
import java.time.Clock;
import java.util.Map;
import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Bean;

/** The application: a jar-style main, and a war for a servlet container. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class BcdaServer extends SpringBootServletInitializer {

  // HFJ_RESOURCE.RES_UPDATED is a timestamp without zone in the JVM's zone (design decision 6).
  static {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  /** Starts the server, or runs a command and ends with its exit code. */
  public static void main(String[] args) {
    if (Commands.isMeantBy(args)) {
      Map<String, Commands.Program> others =
          Map.of("generate", GenerateCommand::run, "claims", ClaimsCommand::run);
      System.exit(new Commands(Clock.systemUTC(), others).run(args));
    }
    ModelWarmUp.begin();
    SpringApplication.run(BcdaServer.class, args);
  }

  @Override
  protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
    ModelWarmUp.begin();
    return builder.sources(BcdaServer.class);
  }

  /** The one clock; UTC. What the database must decide (transactionTime) never asks it. */
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
