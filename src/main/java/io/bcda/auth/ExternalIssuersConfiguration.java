package io.bcda.auth;

import io.bcda.settings.PublicUrl;
import io.bcda.settings.UnusableSetting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The external issuers that the configuration names; a contradiction in it stops the start. */
@Configuration(proxyBeanMethods = false)
class ExternalIssuersConfiguration {
  private static final String KEY = "bcda.auth.issuers";

  /** Asks before the database is touched: a start that must fail leaves nothing behind. */
  @Bean
  static BeanFactoryPostProcessor externalIssuersAreUsable(Environment environment) {
    return beans -> read(environment);
  }

  @Bean
  ExternalIssuers externalIssuers(
      Environment environment,
      PublicUrl publicUrl,
      DeniedTokens denied,
      Admission admission,
      Clock clock) {
    return new ExternalIssuers(read(environment), publicUrl, denied, admission, clock);
  }

  static List<TrustedIssuer> read(Environment environment) {
    Set<String> names = new HashSet<>();
    names.add(bare(environment.getProperty("bcda.public-url", "")));
    List<TrustedIssuer> issuers = new ArrayList<>();
    Set<String> aliases = new HashSet<>();
    settings(Binder.get(environment))
        .forEach(
            (written, settings) -> {
              String alias = written.toLowerCase(Locale.ROOT);
              TrustedIssuer issuer = IssuerReader.read(alias, settings);
              if (!names.add(bare(issuer.issuer())) || !aliases.add(alias)) {
                throw new UnusableSetting(
                    KEY + "." + alias + ".issuer is this server itself, or named twice.",
                    "Name each external issuer once; this server's own tokens need no entry.");
              }
              issuers.add(issuer);
            });
    return issuers;
  }

  private static Map<String, IssuerSettings> settings(Binder binder) {
    try {
      return binder
          .bind(
              KEY,
              Bindable.mapOf(String.class, IssuerSettings.class),
              new NoUnboundElementsBindHandler(
                  BindHandler.DEFAULT, new UnboundElementsSourceFilter()))
          .orElseGet(Map::of);
    } catch (BindException e) {
      throw new UnusableSetting(
          names(e) + " cannot be understood, or is no setting of an issuer.",
          "See docs/external-issuers.md for what each setting is.",
          e);
    }
  }

  /** What could not be bound; names of settings, no values. */
  private static String names(BindException failure) {
    return failure.getCause() instanceof UnboundConfigurationPropertiesException unbound
        ? unbound.getUnboundProperties().stream()
            .map(property -> property.getName().toString())
            .collect(Collectors.joining(", "))
        : failure.getName().toString();
  }

  /** Two names that people would take for the same. */
  private static String bare(String issuer) {
    return issuer.strip().replaceFirst("/+$", "").toLowerCase(Locale.ROOT);
  }
}
