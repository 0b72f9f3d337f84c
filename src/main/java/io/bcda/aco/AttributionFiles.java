package io.bcda.aco;

import java.util.Optional;

/** In which files CMS delivers a model's attribution. */
public sealed interface AttributionFiles {

  /** How the delivered file is named. */
  NameTemplate delivered();

  /**
   * Zip archives with CCLF0 and CCLF8 in them.
   *
   * @param member how the files inside are named
   */
  record Archive(NameTemplate delivered, NameTemplate member) implements AttributionFiles {}

  /**
   * Lists of MBIs.
   *
   * @param aco the one ACO of the model, where names do not tell it
   */
  record Csv(NameTemplate delivered, Optional<String> aco) implements AttributionFiles {}
}
