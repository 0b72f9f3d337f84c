package io.bcda.attribution;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A resource of the person whom a row of the decision table observes. */
enum DecisionPart {
  PATIENT,
  COVERAGE,
  /** The claim of which the row tells. */
  CLAIM,
  /** Another one, which stays as it was. */
  OTHER_CLAIM;

  /**
   * @param row number of the row; no other row has this id
   */
  String id(int row) {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + row;
  }

  /** Which of them are listed. */
  enum Listed implements DecisionWord {
    NOTHING("nothing", EnumSet.noneOf(DecisionPart.class)),
    EVERYTHING("everything", EnumSet.allOf(DecisionPart.class)),
    ALL_BUT_THE_CLAIM("all but the claim", EnumSet.complementOf(EnumSet.of(DecisionPart.CLAIM))),
    CLAIM("claim", EnumSet.of(DecisionPart.CLAIM)),
    PATIENT("Patient", EnumSet.of(DecisionPart.PATIENT)),
    COVERAGE("Coverage", EnumSet.of(DecisionPart.COVERAGE)),
    NO_MANIFEST("–", EnumSet.noneOf(DecisionPart.class));

    private final String word;
    private final Set<DecisionPart> parts;

    Listed(String word, Set<DecisionPart> parts) {
      this.word = word;
      this.parts = parts;
    }

    @Override
    public String word() {
      return word;
    }

    Set<DecisionPart> parts() {
      return EnumSet.copyOf(parts);
    }
  }
}
