package io.bcda.aco;

import io.bcda.settings.UnusableSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The models that the configuration describes; a contradiction in it stops the start. */
@Configuration(proxyBeanMethods = false)
public class AcoConfiguration {
  private static final String KEY = "bcda.models";

  @Bean
  static AcoModels acoModels(Environment environment) {
    List<AcoModel> models = new ArrayList<>();
    settings(Binder.get(environment))
        .forEach(
            (name, model) -> {
              if (model.enabled()) {
                models.add(ModelReader.read(name, model));
              }
            });
    ModelConflicts.check(models);
    return new AcoModels(models);
  }

  /** A name in an environment variable has lost its case: SSP and ssp are one model. */
  private static Map<String, ModelSettings> settings(Binder binder) {
    try {
      Map<String, ModelSettings> found =
          binder
              .bind(
                  KEY,
                  Bindable.mapOf(String.class, ModelSettings.class),
                  new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
              .orElseGet(Map::of);
      Map<String, ModelSettings> upper = new TreeMap<>();
      found.forEach((name, model) -> upper.put(name.toUpperCase(Locale.ROOT), model));
      return upper;
    } catch (BindException e) {
      throw new UnusableSetting(
          e.getName() + " cannot be understood, or is no setting of a model.",
          "See hapi.application.yaml for the settings of a model.",
          e);
    }
  }
}
