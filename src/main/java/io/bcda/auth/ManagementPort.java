package io.bcda.auth;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Whether a request came to a management port of its own. Asked is whose container took it: a port
 * number in a header, or the same one on another address, would prove nothing.
 */
final class ManagementPort implements RequestMatcher {
  @Override
  public boolean matches(HttpServletRequest request) {
    WebApplicationContext context =
        WebApplicationContextUtils.getWebApplicationContext(request.getServletContext());
    return WebServerApplicationContext.hasServerNamespace(context, "management");
  }
}
