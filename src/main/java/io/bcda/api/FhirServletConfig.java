package io.bcda.api;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.bcda.auth.SignedInAco;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.ServerSettings;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The FHIR servlet: HAPI's providers, ours, and our interceptors.
 *
 * <p>Tomcat asks for servlets before the other beans are made. What the servlet serves is therefore
 * looked up when it is initialised: made earlier, the whole of HAPI would start while Spring still
 * searches each bean among all.
 */
@Configuration(proxyBeanMethods = false)
class FhirServletConfig {

  @Bean
  Caller caller() {
    return SignedInAco::current;
  }

  @Bean
  OutcomeMapping outcomeMapping(ServerSettings settings) {
    return new OutcomeMapping(UUID::randomUUID, settings.compatibility());
  }

  @Bean
  FhirServlet fhirServlet(
      PublicUrl publicUrl,
      ServerSettings settings,
      OutcomeMapping mapping,
      ObjectProvider<FhirContext> context,
      ObjectProvider<FhirInterceptor> interceptors,
      ObjectProvider<HapiProviders> hapi,
      ObjectProvider<ExportOperations> exports,
      ObjectProvider<GroupProvider> groups,
      ObjectProvider<ExportCapabilities> capabilities) {
    return new FhirServlet(
        (c, request) -> publicUrl.base() + JobUrls.FHIR_BASE,
        mapping,
        settings.fhirMaxBody().toBytes(),
        servlet -> {
          servlet.setFhirContext(context.getObject());
          interceptors.orderedStream().forEach(servlet::registerInterceptor);
          hapi.ifAvailable(h -> h.register(servlet));
          servlet.registerProviders(exports.getObject(), groups.getObject());
          servlet.setServerConformanceProvider(capabilities.getObject());
        });
  }

  @Bean
  ServletRegistrationBean<RestfulServer> fhirServletRegistration(FhirServlet servlet) {
    ServletRegistrationBean<RestfulServer> registration =
        new ServletRegistrationBean<>(servlet, JobUrls.FHIR_BASE + "/*");
    registration.setName("fhir");
    registration.setLoadOnStartup(1);
    return registration;
  }
}
