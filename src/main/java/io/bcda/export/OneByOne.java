package io.bcda.export;

import java.util.Collection;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same to many jobs, so that one that resists stops none of the others. */
final class OneByOne {
  private static final Logger log = LoggerFactory.getLogger(OneByOne.class);

  private OneByOne() {}

  /** What is done to each; what it throws is logged. */
  @FunctionalInterface
  interface Step<T> {
    void doTo(T one) throws Exception;
  }

  /**
   * @param job the job that one belongs to, for the log
   */
  static <T> void each(Collection<T> all, Function<T, String> job, Step<T> step) {
    for (T one : all) {
      try {
        step.doTo(one);
      } catch (Exception | Error e) {
        log.atWarn()
            .addKeyValue("job", job.apply(one))
            .setCause(e)
            .log("job not swept, the next round tries again");
      }
    }
  }
}
