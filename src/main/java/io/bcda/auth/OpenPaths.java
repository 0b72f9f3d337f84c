package io.bcda.auth;

import java.util.Arrays;
import java.util.List;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which path is behind which door. */
final class OpenPaths {
  /** Client credentials. */
  static final RequestMatcher CLIENTS = paths("/auth/token", "/auth/revoke", "/auth/introspect");

  /** Open to programs. */
  static final RequestMatcher API =
      paths(
          "/api/v2/metadata",
          "/api/v2/.well-known/smart-configuration",
          "/.well-known/smart-configuration",
          "/.well-known/oauth-authorization-server",
          "/auth/jwks",
          "/_health",
          "/_version",
          "/_auth");

  /** Open to people with a browser. */
  static final RequestMatcher SITE =
      paths("/", "/index.html", "/favicon.ico", "/openapi.yaml", "/assets/**");

  /** A bearer token, whatever is asked. */
  static final RequestMatcher BEARER = paths("/api/v2/**", "/data/**", "/auth/welcome");

  /** Of these, what a system client may come to; what it may do there, the paths know. */
  static final RequestMatcher SYSTEM =
      paths(
          "/api/v2",
          "/api/v2/",
          "/api/v2/Patient/**",
          "/api/v2/Coverage/**",
          "/api/v2/ExplanationOfBenefit/**",
          "/auth/welcome");

  private OpenPaths() {}

  private static RequestMatcher paths(String... patterns) {
    List<RequestMatcher> matchers =
        Arrays.stream(patterns)
            .<RequestMatcher>map(PathPatternRequestMatcher.withDefaults()::matcher)
            .toList();
    return new OrRequestMatcher(matchers);
  }
}
