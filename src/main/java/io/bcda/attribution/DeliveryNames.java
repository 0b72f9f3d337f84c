package io.bcda.attribution;

import io.bcda.aco.AcoModel;
import io.bcda.aco.AcoModels;
import io.bcda.aco.AttributionFiles.Archive;
import io.bcda.aco.AttributionFiles.Csv;
import io.bcda.aco.NameTemplate;
import io.bcda.aco.NameTemplate.Part;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads the names of attribution files, as the models have them. */
@Component
class DeliveryNames {
  private final List<AcoModel> models;

  DeliveryNames(AcoModels models) {
    this.models = models.all();
  }

  /**
   * Reads the name of a delivered file; {@code .zip} and {@code .csv} may follow it.
   *
   * @throws Refusal if no model names its files so, or it has an impossible date
   */
  DeliveryName of(String name) {
    return models.stream()
        .flatMap(model -> delivered(model, name).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.MALFORMED,
                    "The name is not that of an attribution file: "
                        + NameFault.of(name, models)
                        + "."));
  }

  private static Optional<DeliveryName> delivered(AcoModel model, String name) {
    boolean csv = model.files() instanceof Csv;
    String bare = name.replaceFirst(csv ? "\\.csv$" : "\\.zip$", "");
    return model.files().delivered().match(bare).map(parts -> deliveryName(model, parts));
  }

  private static DeliveryName deliveryName(AcoModel model, Map<Part, String> parts) {
    String aco = parts.get(Part.ACO);
    if (aco == null && model.files() instanceof Csv csv) {
      aco = csv.aco().orElseThrow();
    }
    return new DeliveryName(
        model,
        String.valueOf(aco),
        RosterKind.ofCode(parts.getOrDefault(Part.KIND, "Y")),
        DeliveryName.year(parts),
        DeliveryName.timestamp(parts.get(Part.DATE), parts.get(Part.TIME), "The file's name"));
  }

  /**
   * Reads the name of a file in an archive; empty for files that are not named like those of any
   * model, which an archive may hold and nobody needs.
   *
   * @param archive whose own model is thought of first
   * @throws Refusal if it is such a name with an impossible date
   */
  Optional<MemberName> member(String name, DeliveryName archive) {
    return Stream.concat(Stream.of(archive.model()), models.stream())
        .flatMap(model -> member(model, name).stream())
        .findFirst();
  }

  private static Optional<MemberName> member(AcoModel model, String name) {
    if (!(model.files() instanceof Archive files)) {
      return Optional.empty();
    }
    NameTemplate template = files.member();
    return template
        .match(name)
        .map(
            parts ->
                new MemberName(
                    model,
                    parts.get(Part.FILE).charAt(0),
                    Optional.ofNullable(parts.get(Part.ACO)),
                    RosterKind.ofCode(parts.get(Part.KIND)),
                    DeliveryName.year(parts),
                    DeliveryName.timestamp(
                        parts.get(Part.DATE),
                        parts.get(Part.TIME),
                        "The name of CCLF" + parts.get(Part.FILE) + " in the archive")));
  }
}
