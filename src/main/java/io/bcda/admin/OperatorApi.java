package io.bcda.admin;

import io.bcda.web.PlainPaths;
import java.util.UUID;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/**
 * What the context of the management port has for operators. Named in META-INF/spring, and no
 * configuration by itself: the scan of the whole application would find it. Where that port is the
 * public one, there is no such context, and none of this.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
@ConditionalOnBean(OperatorPort.class) // the room itself is there
@Import({
  AcoResource.class,
  AuditFhirResource.class,
  AuditResource.class,
  ClaimsFileResource.class,
  ClientAddressResource.class,
  ClientKeyResource.class,
  ClientResource.class,
  ClientSecretResource.class,
  DeliveryResource.class,
  DescriptionResource.class,
  IndexResource.class,
  JobResource.class,
  LoadResource.class,
  Uploads.class
})
class OperatorApi {

  @Bean
  OperatorMapping operatorMapping() {
    return new OperatorMapping();
  }

  @Bean
  OperatorAdapter operatorAdapter() {
    return new OperatorAdapter();
  }

  @Bean
  Problems operatorProblems() {
    return new Problems(UUID::randomUUID);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTheContainer() {
    return factory -> factory.addContextCustomizers(ProblemValve::install);
  }

  @Bean
  FilterRegistrationBean<PlainPaths> operatorPaths() {
    FilterRegistrationBean<PlainPaths> filter =
        new FilterRegistrationBean<>(
            new PlainPaths((request, response) -> Problems.ofStatus(400).write(response)));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  /** Whether a type is a controller of ours. */
  static boolean serves(Class<?> type) {
    return type.isAnnotationPresent(OperatorResource.class);
  }
}
