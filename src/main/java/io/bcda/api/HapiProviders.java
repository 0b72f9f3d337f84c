package io.bcda.api;

import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import org.hl7.fhir.r4.model.Group;
import org.springframework.stereotype.Component;

/** What HAPI's JPA server offers over HTTP. */
@Component
class HapiProviders {
  private final ResourceProviderFactory resources;
  private final JpaSystemProvider<?, ?> system;
  private final DatabaseBackedPagingProvider pages;
  private final ReadSettings settings;

  HapiProviders(
      ResourceProviderFactory resources,
      JpaSystemProvider<?, ?> system,
      DatabaseBackedPagingProvider pages,
      ReadSettings settings) {
    this.settings = settings;
    this.resources = resources;
    this.system = system;
    this.pages = pages;
  }

  /** Groups are left out: they are made on read, by {@link GroupProvider}. */
  void register(RestfulServer servlet) {
    servlet.registerProviders(
        resources.createProviders().stream().filter(p -> !isOfGroups(p)).toList());
    servlet.registerProvider(system);
    pages.setMaximumPageSize(settings.largestPage());
    servlet.setPagingProvider(pages);
  }

  private static boolean isOfGroups(Object provider) {
    return provider instanceof IResourceProvider of && of.getResourceType().equals(Group.class);
  }
}
