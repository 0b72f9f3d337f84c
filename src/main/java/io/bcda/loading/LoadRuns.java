package io.bcda.loading;

import io.bcda.store.Watermark;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The loads that run on this node, each with its row. Thread-safe. */
@Component
class LoadRuns {
  private static final Logger log = LoggerFactory.getLogger(LoadRuns.class);

  private final LoadPasses passes;
  private final ClaimsLoadStore loads;
  private final Watermark times;
  private final LoadingSettings settings;
  private final Map<Long, Run> running = new ConcurrentHashMap<>();
  private volatile boolean closing;

  LoadRuns(LoadPasses passes, ClaimsLoadStore loads, Watermark times, LoadingSettings settings) {
    this.passes = passes;
    this.loads = loads;
    this.times = times;
    this.settings = settings;
  }

  /**
   * Loads a file that has been surveyed.
   *
   * @throws RuntimeException if the load cannot even be noted; then nothing was loaded
   */
  LoadReport run(NdjsonFile file, String sha256, FileSurvey survey) {
    LoadTally tally = new LoadTally(survey.lines(), settings);
    long id = loads.start(file.name(), sha256, survey.lines());
    running.put(id, new Run(file.name(), tally));
    try {
      if (closing) {
        tally.end(LoadEnd.interrupted());
      }
      goThrough(file, survey, tally, id);
      issueTime();
      LoadEnd end = tally.ended().orElseGet(() -> atEndOfFile(tally.counts(), survey));
      LoadCounts counts = tally.counts();
      finish(id, end, counts);
      return LoadReport.of(file.name(), sha256, end, counts, tally.refused());
    } finally {
      running.remove(id);
    }
  }

  List<LoadProgress> running() {
    return running.values().stream()
        .map(r -> new LoadProgress(r.file(), r.tally().counts()))
        .sorted(Comparator.comparing(LoadProgress::file))
        .toList();
  }

  /** Lets the loads end after the bundles that they write now; their files are taken again. */
  void endAll() {
    running.values().forEach(run -> run.tally().end(LoadEnd.interrupted()));
  }

  /** Comes before any bean is stopped or destroyed. */
  @EventListener(ContextClosedEvent.class)
  void close() {
    closing = true;
    endAll();
  }

  private void goThrough(NdjsonFile file, FileSurvey survey, LoadTally tally, long id) {
    Runnable note = () -> loads.progress(id, tally.counts());
    try {
      passes.load(file, survey, tally, note);
    } catch (IOException | RuntimeException e) {
      tally.end(LoadEnd.failed(e));
    }
  }

  /** So that a later {@code _since} can tell this load from the next (design section 4). */
  private void issueTime() {
    try {
      times.issueIfChanged(Watermark.Cause.LOAD);
    } catch (RuntimeException e) {
      // The minute's issue makes up for it.
      log.atWarn().addKeyValue("fault", Fault.describe(e)).log("no time issued after a load");
    }
  }

  private static LoadEnd atEndOfFile(LoadCounts counts, FileSurvey survey) {
    if (counts.done() != survey.lines()) {
      return new LoadEnd(LoadState.FAILED, "the file changed while it was loaded");
    }
    if (counts.loaded() == 0 && counts.refused() > 0) {
      return new LoadEnd(LoadState.STOPPED, "not one line is good");
    }
    return LoadEnd.done();
  }

  private void finish(long id, LoadEnd end, LoadCounts counts) {
    try {
      loads.finish(id, end, counts);
    } catch (RuntimeException e) {
      if (end.state() != LoadState.FAILED) {
        throw e;
      }
      // The database is away: the row stays RUNNING until the file is taken again.
      log.atWarn().addKeyValue("fault", Fault.describe(e)).log("end of claims load not noted");
    }
  }

  /** One load under way. */
  private record Run(String file, LoadTally tally) {}
}
