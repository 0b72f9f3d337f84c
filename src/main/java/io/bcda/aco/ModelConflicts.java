package io.bcda.aco;

import io.bcda.settings.UnusableSetting;
import java.util.List;
import java.util.Optional;

/** Two models must not claim the same ACO or the same file. */
final class ModelConflicts {
  private ModelConflicts() {}

  /**
   * @throws UnusableSetting naming the keys of two models that contradict each other
   */
  static void check(List<AcoModel> models) {
    for (AcoModel model : models) {
      for (AcoModel other : models) {
        if (model != other) {
          check(model, other);
        }
      }
    }
  }

  private static void check(AcoModel model, AcoModel other) {
    if (other.accepts(model.example())) {
      throw conflict("example", model, "cms-id", other, "No CMS id may belong to two models");
    }
    AttributionFiles files = model.files();
    String aco = files instanceof AttributionFiles.Csv csv ? csv.aco().orElse("") : "";
    String file = files.delivered().example(aco.isEmpty() ? model.example() : aco);
    Optional<?> taken = other.files().delivered().match(file);
    if (taken.isPresent()) {
      String key = files instanceof AttributionFiles.Csv ? "csv" : "archive";
      String others = other.files() instanceof AttributionFiles.Csv ? "csv" : "archive";
      throw conflict(key, model, others, other, "No file name may belong to two models");
    }
  }

  private static UnusableSetting conflict(
      String key, AcoModel model, String otherKey, AcoModel other, String why) {
    return new UnusableSetting(
        "bcda.models.%s.%s contradicts bcda.models.%s.%s."
            .formatted(model.name(), key, other.name(), otherKey),
        why + "; change one, or take a model away with enabled: false.");
  }
}
