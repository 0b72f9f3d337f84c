package io.bcda.attribution;

import io.bcda.aco.AcoModel;
import io.bcda.aco.AttributionFiles.Archive;
import io.bcda.aco.AttributionFiles.Csv;
import io.bcda.aco.NameTemplate;
import java.util.Comparator;
import java.util.List;

/** Tells what is wrong with a file's name, by the names of the model that come nearest. */
final class NameFault {
  private NameFault() {}

  /**
   * @return a half sentence
   */
  static String of(String name, List<AcoModel> models) {
    AcoModel nearest =
        models.stream()
            .max(
                Comparator.comparingInt((AcoModel m) -> m.files().delivered().fit(name).good())
                    .thenComparing(m -> m.files() instanceof Archive))
            .orElseThrow();
    NameTemplate template = nearest.files().delivered();
    String example = example(nearest, template);
    NameTemplate.Fit fit = template.fit(name);
    int parts = name.split("\\.", -1).length;
    if (fit.good() == 0 || parts < fit.parts()) {
      return "it has %d parts between dots; one for ACO %s would be %s"
          .formatted(parts, nearest.example(), example);
    }
    if (fit.good() == fit.parts()) {
      return "nothing may follow what stands in " + example;
    }
    return "part %d must be like %s, as in %s"
        .formatted(fit.firstBad() + 1, example.split("\\.")[fit.firstBad()], example);
  }

  private static String example(AcoModel model, NameTemplate template) {
    String aco = model.files() instanceof Csv csv ? csv.aco().orElse("") : "";
    return template.example(aco.isEmpty() ? model.example() : aco);
  }
}
