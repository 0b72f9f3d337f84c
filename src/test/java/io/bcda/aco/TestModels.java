package io.bcda.aco;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** The models as the server knows them without any setting, and with some. */
public final class TestModels {
  private TestModels() {}

  public static AcoModels shipped() {
    return with(Map.of());
  }

  public static AcoModel shipped(String name) {
    return shipped().named(name).orElseThrow();
  }

  /**
   * @param settings by their whole keys
   */
  public static AcoModels with(Map<String, String> settings) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("given", new LinkedHashMap<>(settings)));
    try {
      new YamlPropertySourceLoader()
          .load("shipped", new ClassPathResource("io/bcda/aco/models.yml"))
          .forEach(environment.getPropertySources()::addLast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ConfigurationPropertySources.attach(environment);
    return AcoConfiguration.acoModels(environment);
  }
}
