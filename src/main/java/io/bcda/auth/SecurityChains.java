package io.bcda.auth;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may come in where. A request takes the first chain whose paths match; what no chain names is
 * not there. The chain of the endpoints with client credentials is in {@link TokenChain}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityChains {
  static final int OPERATORS = -1;
  static final int ACTUATOR = 0;
  static final int TOKENS = 1;
  static final int OPEN_API = 2;
  static final int SITE = 3;
  static final int BEARER = 4;
  static final int REST = 5;
  private static final String API_CONTENT = "default-src 'none'; frame-ancestors 'none'";
  private static final String SITE_CONTENT =
      "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

  /** The parent's filters also guard the management port, hence a chain for it. */
  @Bean
  @Order(ACTUATOR)
  SecurityFilterChain actuatorChain(HttpSecurity http, Environment environment) throws Exception {
    boolean ownPort = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
    RequestMatcher open =
        ownPort
            ? EndpointRequest.to("health", "info", "prometheus", "metrics")
            : EndpointRequest.to("health");
    basics(http, API_CONTENT)
        .securityMatcher(EndpointRequest.toAnyEndpoint())
        .authorizeHttpRequests(a -> a.requestMatchers(open).permitAll().anyRequest().denyAll());
    return absent(http).build();
  }

  @Bean
  @Order(OPEN_API)
  SecurityFilterChain openApiChain(HttpSecurity http) throws Exception {
    return open(http, OpenPaths.API, API_CONTENT);
  }

  @Bean
  @Order(SITE)
  SecurityFilterChain siteChain(HttpSecurity http) throws Exception {
    return open(http, OpenPaths.SITE, SITE_CONTENT);
  }

  @Bean
  @Order(BEARER)
  SecurityFilterChain bearerChain(HttpSecurity http, BearerAuthentication bearer) throws Exception {
    BearerRefusals refusals = new BearerRefusals();
    ProviderManager tokens = new ProviderManager(bearer);
    basics(http, API_CONTENT)
        .securityMatcher(OpenPaths.BEARER)
        // An asynchronous request was let in when it came; a long download outlives its token.
        .authorizeHttpRequests(
            a ->
                a.dispatcherTypeMatchers(DispatcherType.ASYNC)
                    .permitAll()
                    .anyRequest()
                    .access((who, context) -> mayEnter(who.get(), context.getRequest())))
        .oauth2ResourceServer(
            o ->
                o.authenticationManagerResolver(request -> tokens)
                    .authenticationEntryPoint(refusals)
                    .accessDeniedHandler(refusals))
        .exceptionHandling(e -> e.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .addFilterBefore(Outage.forClients(), HeaderWriterFilter.class);
    return http.build();
  }

  /** Whatever no other chain names does not exist; the container's error dispatch does. */
  @Bean
  @Order(REST)
  SecurityFilterChain restChain(HttpSecurity http) throws Exception {
    basics(http, API_CONTENT)
        .authorizeHttpRequests(
            a ->
                a.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                    .permitAll()
                    .anyRequest()
                    .denyAll());
    return absent(http).build();
  }

  /** What every chain has: no session, no cookie, nothing cached, nothing framed. */
  static HttpSecurity basics(HttpSecurity http, String content) throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable) // no cookie tells who somebody is
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(
            h ->
                h.contentSecurityPolicy(c -> c.policyDirectives(content))
                    .referrerPolicy(r -> r.policy(ReferrerPolicy.NO_REFERRER)));
  }

  /** For endpoints with client credentials, too. */
  static HttpSecurity apiBasics(HttpSecurity http) throws Exception {
    return basics(http, API_CONTENT);
  }

  private static SecurityFilterChain open(HttpSecurity http, RequestMatcher paths, String content)
      throws Exception {
    basics(http, content)
        .securityMatcher(paths)
        .authorizeHttpRequests(a -> a.anyRequest().permitAll())
        .addFilterAfter(new ReadOnly(), HeaderWriterFilter.class);
    return http.build();
  }

  private static HttpSecurity absent(HttpSecurity http) throws Exception {
    AccessDeniedHandler handler =
        (request, response, e) -> Outcome.notFound().write(request, response);
    return http.exceptionHandling(
        e ->
            e.authenticationEntryPoint(
                    (request, response, x) -> Outcome.notFound().write(request, response))
                .accessDeniedHandler(handler));
  }

  /** Which types its scopes open is asked where types are asked for. */
  private static AuthorizationDecision mayEnter(Authentication who, HttpServletRequest request) {
    return new AuthorizationDecision(
        who instanceof SignedInToken token
            && token.verdict() == Admission.Verdict.ADMITTED
            && (token.getPrincipal() instanceof SignedInAco || OpenPaths.SYSTEM.matches(request)));
  }
}
