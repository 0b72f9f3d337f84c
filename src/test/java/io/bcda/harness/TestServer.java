package io.bcda.harness;

import ca.uhn.fhir.batch2.coordinator.JobDefinitionRegistry;
import io.bcda.BcdaServer;
import io.bcda.files.ExportFileStore;
import io.bcda.store.ResourceWriter;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The whole application, booted once per database and shared by all tests of the virtual machine.
 * Tests make their own ACOs and people, and so run in any order.
 */
public enum TestServer {
  H2,
  POSTGRESQL;

  private ConfigurableApplicationContext context;
  private EmbeddedPostgres postgres;
  private Path home;
  private volatile ApplicationContext management;
  private volatile List<String> jobsWhenListening;

  /** A bean of the running application. */
  public <T> T bean(Class<T> type) {
    return context().getBean(type);
  }

  public JdbcTemplate db() {
    return bean(JdbcTemplate.class);
  }

  /** The clock that the application reads; shared, so put it back. */
  public TestClock clock() {
    return bean(TestClock.class);
  }

  /** The gate before the application's file store; shared, so open it again. */
  public HeldFiles files() {
    return (HeldFiles) bean(ExportFileStore.class);
  }

  /** The wire before the application's store; shared, so it lies for one piece of work only. */
  public Tripwire store() {
    return (Tripwire) bean(ResourceWriter.class);
  }

  /** The application's writable folder. */
  public Path home() {
    context();
    return home;
  }

  /** {@code http://localhost:port}, without a slash at the end. */
  public String url() {
    return "http://localhost:" + context().getEnvironment().getProperty("local.server.port");
  }

  /** Where the management port listens, as {@link #url}. */
  public String managementUrl() {
    return "http://localhost:" + context().getEnvironment().getProperty("local.management.port");
  }

  /** What serves the management port. */
  public ApplicationContext managementContext() {
    context();
    return management;
  }

  /** Names of batch2's jobs that were known when the public port began to listen. */
  public List<String> jobsWhenListening() {
    context();
    return jobsWhenListening;
  }

  public synchronized ConfigurableApplicationContext context() {
    if (context == null) {
      boot();
    }
    return context;
  }

  private void boot() {
    LogWatch.begin();
    try {
      home = Files.createTempDirectory("bcda-test-" + name().toLowerCase());
      List<String> args = new ArrayList<>(List.of("--server.port=0", "--management.server.port=0"));
      args.add("--bcda.home=" + home);
      if (this == POSTGRESQL) {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        args.add("--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
        args.add("--spring.datasource.username=postgres");
        // So that each compressor has a server; where libisal is missing, this one too is the
        // JDK's.
        args.add("--bcda.files.compressor=isal");
      }
      DEFAULTS.forEach((key, value) -> args.add("--" + key + "=" + value));
      context =
          new SpringApplicationBuilder(
                  BcdaServer.class,
                  TestClock.Bean.class,
                  HeldFiles.Gate.class,
                  Tripwire.Wiring.class)
              .registerShutdownHook(false)
              .listeners((ApplicationListener<ApplicationEvent>) this::remember)
              .run(args.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remember(ApplicationEvent event) {
    if (event instanceof WebServerInitializedEvent listening) {
      ApplicationContext heard = listening.getApplicationContext();
      if ("management".equals(listening.getApplicationContext().getServerNamespace())) {
        management = heard;
      } else {
        jobsWhenListening = heard.getBean(JobDefinitionRegistry.class).getJobDefinitionIds();
      }
    }
  }

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("spring.main.allow-bean-definition-overriding", "true"),
          Map.entry("bcda.auth.key-encryption-key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
          Map.entry("bcda.auth.key-life", "0"), // tests move the clock, and keys by hand
          Map.entry("bcda.public-url", "http://localhost:8080"),
          Map.entry("bcda.auth.address-attempts", "100000"), // all tests come from one address
          Map.entry("bcda.fhir-writes", "true"),
          Map.entry("bcda.admin.max-upload", "1MB"),
          Map.entry("bcda.inbox.settle", "100ms"),
          Map.entry("bcda.inbox.poll", "200ms"),
          Map.entry(
              "bcda.jobs.slice-rows", "200"), // an ACO of some hundred people has several slices
          Map.entry("bcda.reads.per-minute", "100000"), // tests that measure ask often
          Map.entry("bcda.jobs.running", "30"),
          Map.entry("bcda.jobs.sweep", "1s"));

  /** Ends the application before its database; nothing if it was never booted. */
  synchronized void close() {
    if (context == null) {
      return;
    }
    context.close();
    context = null;
    if (postgres != null) {
      try {
        postgres.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
