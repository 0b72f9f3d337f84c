package io.bcda.attribution;

/**
 * One try to load a file.
 *
 * @param name of the file
 * @param mode whether it counts
 */
record DeliveryRun(String name, String sha256, Mode mode) {

  /** Whether a load counts. */
  enum Mode {
    FOR_GOOD,
    /** Everything is done and then undone, so that the report is what a load would say. */
    DRY_RUN
  }

  boolean isForGood() {
    return mode == Mode.FOR_GOOD;
  }

  /** The outcome of a load that went well. */
  Delivery.Outcome outcome() {
    return isForGood() ? Delivery.Outcome.LOADED : Delivery.Outcome.LOADABLE;
  }
}
