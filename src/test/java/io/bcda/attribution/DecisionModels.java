package io.bcda.attribution;

import static io.bcda.attribution.DecisionStep.before;
import static io.bcda.attribution.DecisionStep.since;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/** Which rules the ACO's model has. */
enum DecisionModels implements DecisionWord {
  USUAL("usual", CohortWorld.LOOKING_BACK, "SBXAA%03d"),
  EXEMPT("exempt", CohortWorld.EXEMPT, "A%04d"),
  LOOK_BACK("look-back", "CKCC", "C%04d"),
  LOOK_BACK_SINCE("look-back since", CohortWorld.LOOKING_BACK, "SBXAA%03d", since(lookBack())),
  LOOK_BACK_NO_MORE(
      "look-back no more",
      CohortWorld.LOOKING_BACK,
      "SBXAA%03d",
      before(lookBack()),
      since(w -> w.lookBack(null)));

  private final String word;
  private final String model;
  private final String id;
  private final List<DecisionStep> steps;

  DecisionModels(String word, String model, String id, DecisionStep... steps) {
    this.word = word;
    this.model = model;
    this.id = id;
    this.steps = List.of(steps);
  }

  private static Consumer<DecisionWorld> lookBack() {
    return w -> w.lookBack(LocalDate.of(2050, 1, 1));
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public List<DecisionStep> steps() {
    return steps;
  }

  String model() {
    return model;
  }

  /** The id of an ACO of this model. */
  String aco(int number) {
    return id.formatted(number);
  }
}
