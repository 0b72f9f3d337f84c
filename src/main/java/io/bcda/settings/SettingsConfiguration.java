package io.bcda.settings;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

  /** Asks before the database is touched: a start that must fail leaves nothing behind. */
  @Bean
  static HapiStarterKeys hapiStarterKeys(Environment environment) {
    return new HapiStarterKeys(environment);
  }

  @Bean
  static BeanFactoryPostProcessor publicUrlIsUsable(Environment environment) {
    return beans ->
        new PublicUrl(environment.getProperty("bcda.public-url"), RunMode.of(environment), 0);
  }

  @Bean
  RunMode runMode(Environment environment) {
    return RunMode.of(environment);
  }

  @Bean
  BcdaHome bcdaHome(ServerSettings settings) {
    return new BcdaHome(settings.home());
  }

  @Bean
  PublicUrl publicUrl(ServerSettings settings, RunMode mode, Environment environment) {
    int port = environment.getProperty("server.port", Integer.class, 8080);
    return new PublicUrl(settings.publicUrl(), mode, Math.max(port, 0));
  }
}
