package io.bcda.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Carves the paths of our controllers out of the FHIR servlet's: the servlet specification prefers
 * the longer prefix. Spring MVC cuts a prefix mapping off the path that controllers see; a filter
 * hides the mapping, so that they see it whole.
 */
@Configuration(proxyBeanMethods = false)
class MvcPaths {
  private static final String[] PATTERNS = {
    JobUrls.JOBS + "/*", AttributionStatusController.PATH, JobUrls.FHIR_BASE + "/.well-known/*"
  };

  @Bean
  ServletContextInitializer controllersBelowTheFhirBase() {
    return new AfterTheDispatcher();
  }

  /** The dispatcher's own registration bean refuses more mappings; the Servlet API does not. */
  private static final class AfterTheDispatcher implements ServletContextInitializer, Ordered {
    @Override
    public void onStartup(ServletContext context) {
      ServletRegistration dispatcher =
          context.getServletRegistration(
              DispatcherServletAutoConfiguration.DEFAULT_DISPATCHER_SERVLET_BEAN_NAME);
      if (dispatcher == null || !dispatcher.addMapping(PATTERNS).isEmpty()) {
        throw new IllegalStateException("the controllers' paths are taken");
      }
    }

    @Override
    public int getOrder() {
      return Ordered.LOWEST_PRECEDENCE;
    }
  }

  @Bean
  FilterRegistrationBean<WholePaths> wholePaths() {
    FilterRegistrationBean<WholePaths> filter = new FilterRegistrationBean<>(new WholePaths());
    filter.setUrlPatterns(List.of(PATTERNS));
    filter.setOrder(Ordered.LOWEST_PRECEDENCE); // security sees the request as it is
    return filter;
  }

  static final class WholePaths extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      chain.doFilter(new Unmapped(request), response);
    }
  }

  /** Looks like a request that came through the mapping {@code /}. */
  private static final class Unmapped extends HttpServletRequestWrapper {
    Unmapped(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getServletPath() {
      String info = super.getPathInfo();
      return info == null ? super.getServletPath() : super.getServletPath() + info;
    }

    @Override
    public String getPathInfo() {
      return null;
    }

    @Override
    public HttpServletMapping getHttpServletMapping() {
      return new DefaultMapping(super.getHttpServletMapping().getServletName());
    }
  }

  private record DefaultMapping(String servlet) implements HttpServletMapping {
    @Override
    public String getMatchValue() {
      return "";
    }

    @Override
    public String getPattern() {
      return "/";
    }

    @Override
    public String getServletName() {
      return servlet;
    }

    @Override
    public MappingMatch getMappingMatch() {
      return MappingMatch.DEFAULT;
    }
  }
}
