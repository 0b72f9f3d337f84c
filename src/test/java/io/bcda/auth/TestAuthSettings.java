package io.bcda.auth;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings as the server reads them. */
final class TestAuthSettings {
  private TestAuthSettings() {}

  /** The defaults, but for these, by the end of their names. */
  static AuthSettings with(Map<String, String> settings) {
    MapConfigurationPropertySource source = new MapConfigurationPropertySource();
    settings.forEach((name, value) -> source.put("bcda.auth." + name, value));
    return new Binder(source).bindOrCreate("bcda.auth", AuthSettings.class);
  }
}
