package io.bcda.export;

import io.bcda.attribution.OptOutWatch;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Has files replaced of all finished jobs after somebody may have opted out, also of those that
 * nobody asks for. Asks little while nothing comes, and tries again what failed.
 */
@Component
class ReplacementSweep {
  private final OptOutWatch watch;
  private final JobSweepStore jobs;
  private final Replacements replacements;
  private OptOutWatch.@Nullable Mark mark;

  ReplacementSweep(OptOutWatch watch, JobSweepStore jobs, Replacements replacements) {
    this.watch = watch;
    this.jobs = jobs;
    this.replacements = replacements;
  }

  /** One round; not for several threads. */
  void sweep() {
    replacements.retry();
    OptOutWatch.Mark now = watch.mark(); // before the jobs are looked at
    if (mark == null || watch.isMoved(mark, now)) {
      jobs.completed().forEach(replacements::request);
    }
    mark = now;
  }
}
