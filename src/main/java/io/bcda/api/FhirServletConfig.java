package io.bcda.api;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.bcda.auth.SignedInAco;
import io.bcda.settings.PublicUrl;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The FHIR servlet: HAPI's providers, ours, and our interceptors. */
@Configuration(proxyBeanMethods = false)
class FhirServletConfig {

  @Bean
  Caller caller() {
    return SignedInAco::current;
  }

  @Bean
  FhirServlet fhirServlet(
      FhirContext context,
      PublicUrl publicUrl,
      List<FhirInterceptor> interceptors,
      OutcomeMapping mapping,
      ObjectProvider<HapiProviders> hapi) {
    FhirServlet servlet =
        new FhirServlet(context, (c, request) -> publicUrl.base() + JobUrls.FHIR_BASE, mapping);
    interceptors.forEach(servlet::registerInterceptor);
    hapi.ifAvailable(h -> h.register(servlet));
    return servlet;
  }

  @Bean
  ServletRegistrationBean<RestfulServer> fhirServletRegistration(
      FhirServlet servlet, ExportOperations exports, ExportCapabilities capabilities) {
    servlet.registerProvider(exports);
    servlet.setServerConformanceProvider(capabilities);
    ServletRegistrationBean<RestfulServer> registration =
        new ServletRegistrationBean<>(servlet, JobUrls.FHIR_BASE + "/*");
    registration.setName("fhir");
    registration.setLoadOnStartup(1);
    return registration;
  }
}
