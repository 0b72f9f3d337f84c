package io.bcda.web;

import io.bcda.settings.UnusableSetting;
import java.util.List;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the settings of this room into the container that serves the public port. */
@Configuration(proxyBeanMethods = false)
class Listening {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> trustedProxies(WebSettings settings) {
    List<Network> trusted = settings.trustedProxies().stream().map(Network::of).toList();
    return factory -> {
      if (!trusted.isEmpty()) {
        factory.addEngineValves(new ProxyValve(trusted));
      }
    };
  }

  /**
   * Spring Boot's own way would trust each private address, and with it whoever sits in the same
   * network: an address list would then hold nobody off.
   */
  @Bean
  static BeanFactoryPostProcessor forwardedHeadersAreOurs(Environment environment) {
    return beans -> {
      String strategy = environment.getProperty("server.forward-headers-strategy", "none");
      if (!strategy.equalsIgnoreCase("none")) {
        throw new UnusableSetting(
            "server.forward-headers-strategy would trust proxies that nobody named.",
            "Remove it and list the proxies in bcda.trusted-proxies (BCDA_TRUSTED_PROXIES).");
      }
    };
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> patience(WebSettings settings) {
    return factory -> {
      factory.setProtocol(PatientProtocol.class.getName());
      factory.addProtocolHandlerCustomizers(
          (PatientProtocol protocol) -> protocol.setPatience(settings.headerTimeout()));
    };
  }
}
