package io.bcda.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.servlet.ServletManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** This room on real ports, with the wiring as shipped, and no other room: starts in a second. */
final class SmallServer implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private SmallServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static SmallServer start(String... settings) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--spring.config.location=classpath:/application.yml",
                "--spring.config.import=",
                "--spring.autoconfigure.exclude=",
                "--server.port=0",
                "--management.server.port=0",
                // Starts that must fail would tell at length why.
                "--logging.level.org.springframework.boot=off"));
    Stream.of(settings).map("--"::concat).forEach(args::add);
    return new SmallServer(
        new SpringApplicationBuilder(App.class)
            .web(WebApplicationType.SERVLET)
            .registerShutdownHook(false)
            .run(args.toArray(String[]::new)));
  }

  int port() {
    return port("local.server.port");
  }

  int managementPort() {
    return port("local.management.port");
  }

  private int port(String key) {
    return Integer.parseInt(context.getEnvironment().getProperty(key, "0"));
  }

  @Override
  public void close() {
    context.close();
  }

  @ConfigurationPropertiesScan("io.bcda.web")
  @ComponentScan(
      basePackages = "io.bcda.web",
      excludeFilters =
          @ComponentScan.Filter(
              type = org.springframework.context.annotation.FilterType.REGEX,
              pattern = "io\\.bcda\\.web\\.SmallServer.*"))
  @ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
    EndpointAutoConfiguration.class,
    HealthContributorAutoConfiguration.class,
    HealthEndpointAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    ManagementContextAutoConfiguration.class,
    ServletManagementContextAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    SslAutoConfiguration.class,
    WebEndpointAutoConfiguration.class,
    WebMvcAutoConfiguration.class
  })
  static class App {
    /** Says where the request came from, as the server sees it. */
    @Bean
    RouterFunction<ServerResponse> whence() {
      return RouterFunctions.route().GET("/whence", App::seen).POST("/whence", App::seen).build();
    }

    private static ServerResponse seen(ServerRequest request) {
      var servlet = request.servletRequest();
      return ServerResponse.ok()
          .body(
              Map.of(
                  "address", servlet.getRemoteAddr(),
                  "scheme", servlet.getScheme(),
                  "secure", servlet.isSecure(),
                  "host", servlet.getServerName()));
    }
  }
}
