package io.bcda.auth;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;

/**
 * The endpoints with client credentials, on Spring Authorization Server with our parts in its
 * seams. Its other endpoints (authorization code, device, PAR, metadata) cannot be switched off;
 * they are out of reach because this chain matches three paths only. Another way of client
 * authentication is one more converter and provider here.
 */
@Configuration(proxyBeanMethods = false)
class TokenChain {

  @Bean
  @Order(SecurityChains.TOKENS)
  SecurityFilterChain clientChain(
      HttpSecurity http,
      SecretAuthentication secrets,
      ClientAssertionAuthentication assertions,
      ScopeNarrowing scopes,
      TokenAnswer answer,
      UntoldRefusals untold)
      throws Exception {
    OAuthErrors errors = new OAuthErrors(untold);
    SecurityChains.apiBasics(http)
        .securityMatcher(
            new AndRequestMatcher(
                OpenPaths.CLIENTS, new NegatedRequestMatcher(new ManagementPort())))
        .with(
            OAuth2AuthorizationServerConfigurer.authorizationServer(),
            server -> configure(server, errors, List.of(secrets, assertions), scopes, answer))
        .authorizeHttpRequests(a -> a.anyRequest().authenticated())
        .exceptionHandling(
            e ->
                e.authenticationEntryPoint(
                    (request, response, x) -> errors.onAuthenticationFailure(request, response, x)))
        .addFilterAfter(new TokenRequestGate(untold), HeaderWriterFilter.class);
    return http.build();
  }

  private static void configure(
      OAuth2AuthorizationServerConfigurer server,
      OAuthErrors errors,
      List<AuthenticationProvider> clients,
      ScopeNarrowing scopes,
      TokenAnswer answer) {
    server
        .clientAuthentication(
            c ->
                c.authenticationConverters(
                        all -> {
                          all.clear();
                          all.add(new ClientAssertionConverter());
                          all.add(new ClientSecretBasicAuthenticationConverter());
                        })
                    .authenticationProviders(
                        all -> {
                          all.clear();
                          all.addAll(clients);
                        })
                    .errorResponseHandler(errors))
        .tokenEndpoint(
            t ->
                t.accessTokenRequestConverters(
                        all -> {
                          all.clear();
                          all.add(scopes);
                        })
                    .authenticationProviders(
                        all -> {
                          all.removeIf(
                              p -> !(p instanceof OAuth2ClientCredentialsAuthenticationProvider));
                          all.forEach(p -> trustNarrowing(p));
                        })
                    .accessTokenResponseHandler(answer)
                    .errorResponseHandler(errors))
        .tokenIntrospectionEndpoint(i -> i.errorResponseHandler(errors))
        .tokenRevocationEndpoint(r -> r.errorResponseHandler(errors));
  }

  /** Scopes are narrowed already; its own check compares texts. */
  private static void trustNarrowing(Object provider) {
    ((OAuth2ClientCredentialsAuthenticationProvider) provider)
        .setAuthenticationValidator(context -> {});
  }
}
