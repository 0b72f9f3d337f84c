package io.bcda.sandbox;

import io.bcda.sandbox.Claim.Dating;
import io.bcda.sandbox.Claim.Fate;
import io.bcda.sandbox.Dice.Purpose;
import io.bcda.sandbox.Vocabulary.Word;
import java.util.List;

/**
 * Where a claim tells that somebody is treated for the use of alcohol or drugs, if it does: about
 * three in a hundred. Such claims are in the files and in no expected answer. Drawn apart from the
 * rest of the claim, which stays as it is.
 */
enum SubstanceUse {
  NONE("-"),
  /** One more diagnosis. */
  DIAGNOSIS("use-dx"),
  /** One more procedure. */
  PROCEDURE("use-px"),
  /** What was done by the first line. */
  SERVICE("use-hcpcs");

  private static final int PERMILLE = 30;

  /** Of claims that change: so that some are hidden then and shown now, and the other way round. */
  private static final int CORRECTED_PERMILLE = 150;

  private final String list;

  SubstanceUse(String list) {
    this.list = list;
  }

  /**
   * Where the claim tells it.
   *
   * @param corrected whether this is a second version, with other content than the first
   */
  static SubstanceUse of(long seed, Claim claim, boolean corrected) {
    // Claims that are made to show something else show just that.
    boolean special = claim.fate() == Fate.MOVED || claim.fate() == Fate.REDATED;
    if (special || claim.dating() != Dating.PERIOD || claim.kind() == ClaimKind.PDE) {
      return NONE;
    }
    long stream = corrected ? -claim.number() : claim.number();
    Dice dice = new Dice(seed, Purpose.SUBSTANCE_USE, stream);
    if (!dice.permille(corrected ? CORRECTED_PERMILLE : PERMILLE)) {
      return NONE;
    }
    return dice.permille(600) ? DIAGNOSIS : rarely(claim.kind());
  }

  private static SubstanceUse rarely(ClaimKind kind) {
    return switch (kind) {
      case INPATIENT -> PROCEDURE;
      case CARRIER, OUTPATIENT -> SERVICE;
      case SNF, HHA, HOSPICE, DME, PDE -> DIAGNOSIS;
    };
  }

  /** The code that tells it; not for {@link #NONE}. */
  Word code(Vocabulary words, Claim claim) {
    List<Word> codes = words.list(list);
    return codes.get((int) (claim.number() % codes.size()));
  }
}
