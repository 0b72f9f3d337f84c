package io.bcda.api;

import io.bcda.settings.ServerSettings;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as the server reads them. */
final class TestSettings {
  private TestSettings() {}

  /** The defaults. */
  static ServerSettings ig() {
    return with(Map.of());
  }

  static ServerSettings bcdaStrict() {
    return with(Map.of("bcda.compatibility", "bcda-strict"));
  }

  private static ServerSettings with(Map<String, String> settings) {
    var source = new MapConfigurationPropertySource(settings);
    return new Binder(source).bindOrCreate("bcda", ServerSettings.class);
  }
}
