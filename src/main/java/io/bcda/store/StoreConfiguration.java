package io.bcda.store;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this room that HAPI's transactions call. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  @Bean
  ClaimIndex claimIndex(
      ClaimIndexStore store, Identity identity, IInterceptorService interceptors) {
    return new ClaimIndex(store, identity, interceptors);
  }
}
