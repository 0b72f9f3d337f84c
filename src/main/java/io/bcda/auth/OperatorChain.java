package io.bcda.auth;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The door of the operators' API. It stands on the management port only; on the public port its
 * paths are like any that are not there.
 */
@Configuration(proxyBeanMethods = false)
class OperatorChain {
  private static final RequestMatcher PATHS =
      new AndRequestMatcher(
          new ManagementPort(), PathPatternRequestMatcher.withDefaults().matcher("/admin/**"));

  @Bean
  @Order(SecurityChains.OPERATORS)
  SecurityFilterChain operatorsChain(HttpSecurity http, OperatorAuthentication operators)
      throws Exception {
    OperatorRefusals refusals = new OperatorRefusals();
    ProviderManager tokens = new ProviderManager(operators);
    SecurityChains.apiBasics(http)
        .securityMatcher(PATHS)
        .authorizeHttpRequests(a -> a.anyRequest().access((who, context) -> mayOperate(who.get())))
        .oauth2ResourceServer(
            o ->
                o.authenticationManagerResolver(request -> tokens)
                    .authenticationEntryPoint(refusals)
                    .accessDeniedHandler(refusals))
        .exceptionHandling(e -> e.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .addFilterBefore(Outage.forOperators(), HeaderWriterFilter.class);
    return http.build();
  }

  private static AuthorizationDecision mayOperate(Authentication who) {
    return new AuthorizationDecision(
        who instanceof SignedInToken token
            && token.verdict() == Admission.Verdict.ADMITTED
            && token.getPrincipal() instanceof SignedInOperator operator
            && operator.mayOperate());
  }
}
