package io.bcda.api;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Outcomes for what never reaches a servlet or a filter: bad request lines and the like. */
@Configuration(proxyBeanMethods = false)
class ContainerErrors {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> outcomesFromTheContainer() {
    return factory ->
        factory.addContextCustomizers(
            context ->
                ((StandardHost) context.getParent())
                    .setErrorReportValveClass(OutcomeValve.class.getName()));
  }

  /** Tomcat makes it by its name. */
  public static final class OutcomeValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, Throwable error) {
      int status = response.getStatus();
      boolean begun = response.getContentWritten() > 0 || response.isCommitted();
      if (status < 400 || begun || !response.setErrorReported()) {
        return;
      }
      byte[] body = OutcomeWriter.bytes(OutcomeMapping.ofStatus(status));
      try {
        response.setContentType(Outcome.MEDIA_TYPE);
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
