package io.bcda.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class HapiStarterKeysTest {
  private static final String VARIABLES =
      StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

  @Test
  void givenOnlyOurKeys_whenStarted_thenNothingStopsIt() {
    assertThatCode(() -> start(Map.of("bcda.home", "x", "hapi", "y"), Map.of("HAPI_HOME", "z")))
        .doesNotThrowAnyException();
  }

  @Test
  void givenAStarterKeyWithOneOfOurs_whenStarted_thenItStopsAndNamesOurs() {
    assertThatThrownBy(
            () -> start(Map.of("hapi.fhir.server_address", "http://localhost/fhir"), Map.of()))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("hapi.fhir.server")
        .hasMessageContaining("bcda.public-url");
  }

  @Test
  void givenAStarterKeyInTheEnvironment_whenStarted_thenItStopsToo() {
    assertThatThrownBy(
            () ->
                start(Map.of(), Map.of("HAPI_FHIR_BULK_EXPORT_FILE_RETENTION_PERIOD_HOURS", "48")))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("bcda.jobs.keep-files");
  }

  @Test
  void givenStarterKeysWithoutOneOfOurs_whenStarted_thenAllAreNamedAndNoValueIsShown() {
    assertThatThrownBy(
            () ->
                start(
                    Map.of(
                        "hapi.fhir.mdm-enabled", "secret-1",
                        "hapi.fhir.cors.allowed-origin[0]", "secret-2"),
                    Map.of()))
        .isInstanceOf(UnusableSetting.class)
        .hasMessageContaining("hapi.fhir.mdm-enabled")
        .hasMessageContaining("hapi.fhir.cors.allowed-origin[0]")
        .hasMessageContaining("no such switch")
        .hasMessageNotContaining("secret");
  }

  private static void start(Map<String, Object> file, Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(VARIABLES, new SystemEnvironmentPropertySource(VARIABLES, variables));
    environment.getPropertySources().addFirst(new MapPropertySource("file", file));
    ConfigurationPropertySources.attach(environment);
    new HapiStarterKeys(environment).postProcessBeanFactory(new DefaultListableBeanFactory());
  }
}
