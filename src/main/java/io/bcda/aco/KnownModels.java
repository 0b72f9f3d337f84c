package io.bcda.aco;

import io.bcda.settings.UnusableSetting;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Stops the start while an ACO on record is of a model that the configuration does not have. */
@Component
class KnownModels implements InitializingBean {
  private final AcoRegistry acos;
  private final AcoModels models;

  KnownModels(AcoRegistry acos, AcoModels models) {
    this.acos = acos;
    this.models = models;
  }

  /**
   * @throws UnusableSetting naming the model
   */
  @Override
  public void afterPropertiesSet() {
    for (Aco aco : acos.all()) {
      if (models.named(aco.model()).isEmpty()) {
        throw new UnusableSetting(
            "ACO %s is of model %s, which bcda.models does not have."
                .formatted(aco.cmsId(), aco.model()),
            "Describe bcda.models." + aco.model() + ", or remove its enabled: false.");
      }
    }
  }
}
