package io.bcda.loading;

import io.bcda.BcdaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * The loader with the store under it and without the server above, as a program to be killed: it
 * starts in a fraction of the server's time. Loads each folder's files, as the inbox would take
 * them, and ends.
 */
final class LoaderProcess {
  /** Said when the first load begins. */
  static final String BEGINS = "begins";

  private LoaderProcess() {}

  /**
   * @param args folders, then settings
   */
  public static void main(String[] args) throws IOException {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC")); // as the server has it
    List<String> words = Arrays.asList(args);
    String[] settings = words.stream().filter(w -> w.startsWith("--")).toArray(String[]::new);
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Rooms.class).web(WebApplicationType.NONE).run(settings);
    ClaimsLoad loader = context.getBean(ClaimsLoad.class);
    System.out.println(BEGINS);
    for (String folder : words.subList(0, words.size() - settings.length)) {
      for (Path file : files(Path.of(folder))) {
        LoadReport report = loader.load(file);
        if (report.state() != LoadState.DONE && report.state() != LoadState.SKIPPED) {
          System.out.println(report.text());
          System.exit(1);
        }
      }
    }
    System.exit(0);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return DeliveryOrder.of(files.toList());
    }
  }

  /** Not a component: the server, which finds its own, must not see it. */
  @EnableAutoConfiguration
  @ComponentScan({
    "io.bcda.audit",
    "io.bcda.cluster",
    "io.bcda.inbox",
    "io.bcda.loading",
    "io.bcda.settings",
    "io.bcda.store"
  })
  @ConfigurationPropertiesScan(basePackageClasses = BcdaServer.class)
  static class Rooms {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }
}
