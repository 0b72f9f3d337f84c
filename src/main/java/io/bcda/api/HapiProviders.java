package io.bcda.api;

import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import org.springframework.stereotype.Component;

/** What HAPI's JPA server offers over HTTP. */
@Component
class HapiProviders {
  private final ResourceProviderFactory resources;
  private final JpaSystemProvider<?, ?> system;
  private final DatabaseBackedPagingProvider pages;

  HapiProviders(
      ResourceProviderFactory resources,
      JpaSystemProvider<?, ?> system,
      DatabaseBackedPagingProvider pages) {
    this.resources = resources;
    this.system = system;
    this.pages = pages;
  }

  void register(RestfulServer servlet) {
    servlet.registerProviders(resources.createProviders());
    servlet.registerProvider(system);
    servlet.setPagingProvider(pages);
  }
}
