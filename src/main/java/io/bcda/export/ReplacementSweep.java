package io.bcda.export;

import io.bcda.attribution.LateOptOuts;
import org.springframework.stereotype.Component;

/**
 * Has files replaced of all finished jobs after preferences have come, also of those that nobody
 * asks for. Asks little while none come, and tries again what failed.
 */
@Component
class ReplacementSweep {
  private final LateOptOuts optOuts;
  private final JobSweepStore jobs;
  private final Replacements replacements;
  private String mark = "";

  ReplacementSweep(LateOptOuts optOuts, JobSweepStore jobs, Replacements replacements) {
    this.optOuts = optOuts;
    this.jobs = jobs;
    this.replacements = replacements;
  }

  /** One round; not for several threads. */
  void sweep() {
    replacements.retry();
    String now = optOuts.mark();
    if (!now.equals(mark)) {
      jobs.completed().forEach(replacements::request);
      mark = now;
    }
  }
}
