package io.bcda.api;

import io.bcda.auth.OAuthFault;
import io.bcda.web.PlainPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Outcomes for what never reaches a servlet or a filter: bad request lines and the like. */
@Configuration(proxyBeanMethods = false)
class ContainerErrors {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> outcomesFromTheContainer(
      OutcomeMapping mapping) {
    return factory ->
        factory.addContextCustomizers(
            context -> {
              StandardHost host = (StandardHost) context.getParent();
              host.getPipeline().addValve(new OutcomeValve(mapping));
              // By this name Tomcat finds that there is one, and makes none of its own.
              host.setErrorReportValveClass(OutcomeValve.class.getName());
            });
  }

  @Bean
  FilterRegistrationBean<PlainPaths> plainPaths(OutcomeMapping mapping) {
    FilterRegistrationBean<PlainPaths> filter =
        new FilterRegistrationBean<>(
            new PlainPaths((request, response) -> refuse(mapping, request, response)));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  private static void refuse(
      OutcomeMapping mapping, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Outcome outcome =
        mapping.of(
            Outcome.error(
                400,
                "structure",
                "The path holds a semicolon, or a percent sign that begins no octet"));
    if (OAuthFault.isFor(request)) {
      new OAuthFault(outcome.status(), outcome.text()).write(response);
    } else {
      OutcomeWriter.write(response, outcome);
    }
  }

  private static final class OutcomeValve extends ErrorReportValve {
    private final OutcomeMapping mapping;

    OutcomeValve(OutcomeMapping mapping) {
      this.mapping = mapping;
    }

    @Override
    protected void report(Request request, Response response, Throwable error) {
      int status = response.getStatus();
      boolean begun = response.getContentWritten() > 0 || response.isCommitted();
      if (status < 400 || begun || !response.setErrorReported()) {
        return;
      }
      Outcome outcome = mapping.of(status);
      boolean oauth = OAuthFault.isFor(request);
      byte[] body =
          oauth ? new OAuthFault(status, outcome.text()).bytes() : OutcomeWriter.bytes(outcome);
      try {
        response.setContentType(oauth ? OAuthFault.MEDIA_TYPE : Outcome.MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.finishResponse();
      } catch (IOException | IllegalStateException e) {
        container.getLogger().debug("no error page could be sent", e);
      }
    }
  }
}
