package io.bcda.auth;

import io.bcda.aco.AcoRegistry;
import io.bcda.harness.TestClock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The auth room on a real port, without FHIR: a controller stands in for what it guards. */
final class AuthServer implements AutoCloseable {
  static final String PUBLIC_URL = "https://bcda.example.org";
  static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("server.port", "0"),
          Map.entry("bcda.home", "target/auth-test-" + ProcessHandle.current().pid()),
          Map.entry("bcda.public-url", PUBLIC_URL),
          Map.entry("bcda.auth.key-encryption-key", KEY),
          Map.entry("bcda.auth.address-attempts", "100000"), // all tests come from one address
          Map.entry("bcda.auth.key-life", "0"), // tests move the clock, and keys by hand
          Map.entry("spring.config.location", "classpath:/io/bcda/aco/models.yml"),
          Map.entry("spring.flyway.locations", "classpath:db/migration/common"),
          Map.entry("spring.flyway.placeholders.xid", "BIGINT"),
          Map.entry("spring.flyway.placeholders.text", "VARCHAR(1000000)"),
          Map.entry("spring.main.banner-mode", "off"),
          Map.entry("logging.level.root", "warn"));
  private static final AtomicInteger NEXT = new AtomicInteger(1000);
  private static AuthServer shared;
  private final ConfigurableApplicationContext context;

  private AuthServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts on a database in memory, which stays until the virtual machine ends; a second server on
   * it is a second node.
   */
  static AuthServer start(String database, String... settings) {
    Map<String, String> args = new LinkedHashMap<>(DEFAULTS);
    args.put("spring.datasource.url", "jdbc:h2:mem:" + database + ";MODE=LEGACY;DB_CLOSE_DELAY=-1");
    for (String setting : settings) {
      String[] both = setting.substring("--".length()).split("=", 2);
      args.put(both[0], both[1]);
    }
    return new AuthServer(
        new SpringApplicationBuilder(App.class)
            .web(WebApplicationType.SERVLET)
            .registerShutdownHook(false)
            .run(
                args.entrySet().stream()
                    .map(e -> "--" + e.getKey() + "=" + e.getValue())
                    .toArray(String[]::new)));
  }

  /** The same as a sandbox in which clients may publish their keys on this machine. */
  static AuthServer sandbox(String database, String... settings) {
    return start(
        database,
        Stream.concat(
                Stream.of("--spring.profiles.active=sandbox", "--bcda.auth.jwks-on-loopback=true"),
                Stream.of(settings))
            .toArray(String[]::new));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int port() {
    return Integer.parseInt(context.getEnvironment().getProperty("local.server.port", "0"));
  }

  TestClock clock() {
    return bean(TestClock.class);
  }

  ClientStore clients() {
    return bean(ClientStore.class);
  }

  ClientChanges changes() {
    return bean(ClientChanges.class);
  }

  /** One server for all tests that leave it as they found it. */
  static synchronized AuthServer shared() {
    if (shared == null) {
      shared = start("shared");
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** A new client of a new ACO. */
  IssuedSecret newClient() {
    String aco = "A%04d".formatted(NEXT.getAndIncrement());
    bean(AcoRegistry.class).create(aco, "An ACO", "SSP");
    return clients().create(aco, "a client");
  }

  /** The ACO that a client speaks for. */
  String acoOf(IssuedSecret client) {
    return clients().find(client.clientId()).orElseThrow().aco().orElseThrow();
  }

  @Override
  public void close() {
    context.close();
  }

  @ConfigurationPropertiesScan("io.bcda")
  @ComponentScan(
      basePackages = {
        "io.bcda.auth",
        "io.bcda.aco",
        "io.bcda.audit",
        "io.bcda.settings",
        "io.bcda.web"
      },
      excludeFilters =
          @ComponentScan.Filter(
              type = FilterType.REGEX,
              pattern = "io\\.bcda\\.(auth\\.AuthServer|web\\.SmallServer).*"))
  @ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    SecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class,
    ServletWebServerFactoryAutoConfiguration.class,
    WebMvcAutoConfiguration.class
  })
  static class App {
    @Bean
    TestClock testClock() {
      return new TestClock();
    }

    @Bean
    static CountedStatements countedStatements() {
      return new CountedStatements();
    }

    /** Keys that are made sooner than the real ones, where a test asks for it. */
    @Bean
    @Primary
    @ConditionalOnProperty("test.key-bits")
    KeyMaker quickKeys(Environment environment) {
      return KeyMaker.rs384(environment.getRequiredProperty("test.key-bits", Integer.class));
    }

    /** Says who is signed in. No controller, which the whole application's tests would find. */
    @Bean
    RouterFunction<ServerResponse> guarded() {
      return RouterFunctions.route()
          .GET("/api/v2/whoami", r -> who())
          .GET("/data/job/file", r -> who())
          .GET("/api/v2/metadata", r -> ServerResponse.ok().body(open()))
          .build();
    }

    private static ServerResponse who() {
      return ServerResponse.ok()
          .contentType(MediaType.APPLICATION_JSON)
          .body(SignedInAco.current());
    }

    private static String open() {
      return SignedInAco.find().map(SignedInAco::aco).orElse("nobody");
    }
  }
}
