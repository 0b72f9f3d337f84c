package io.bcda.export;

import io.bcda.attribution.LateOptOuts;
import io.bcda.export.ExportedFile.Section;
import io.bcda.files.ExportFileStore;
import io.bcda.store.Watermark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Replaces files of finished jobs that hold a person who has opted out since: under another name,
 * since bytes never change under one URL, and without that person. Two nodes may try at once; the
 * later attempt counts.
 */
@Component
class FileReplacement {
  private static final Logger log = LoggerFactory.getLogger(FileReplacement.class);
  private final ExportJobStore jobs;
  private final ExportSliceStore slices;
  private final LateOptOuts optOuts;
  private final SliceWriter writer;
  private final ExportFileStore files;
  private final Watermark watermark;

  FileReplacement(
      ExportJobStore jobs,
      ExportSliceStore slices,
      LateOptOuts optOuts,
      SliceWriter writer,
      ExportFileStore files,
      Watermark watermark) {
    this.jobs = jobs;
    this.slices = slices;
    this.optOuts = optOuts;
    this.writer = writer;
    this.files = files;
    this.watermark = watermark;
  }

  /**
   * Whether opt-outs since the job's time can be told at all: not after the data were restored or
   * the index was rebuilt.
   */
  boolean canTell(String jobId) {
    return ofThisEra(jobId).isPresent();
  }

  /**
   * Slices of a job whose files must not be served, because a person in them has opted out. Asked
   * on each request, so that an opt-out acts from its commit on every node.
   */
  List<Slice> due(String jobId) {
    SortedSet<Integer> late =
        ofThisEra(jobId).map(job -> optOuts.of(job.cohort())).orElseGet(TreeSet::new);
    if (late.isEmpty()) {
      return List.of();
    }
    Map<Integer, Set<Integer>> omitted = slices.omitted(jobId);
    List<Slice> due = new ArrayList<>();
    for (Slice slice : slices.of(jobId)) {
      boolean missed =
          slice.section() == Section.OUTPUT
              && !omitted.getOrDefault(slice.number(), Set.of()).containsAll(slice.within(late));
      if (missed) {
        due.add(slice);
      }
    }
    return due;
  }

  private Optional<PlannedJob> ofThisEra(String jobId) {
    return jobs.planned(jobId)
        .filter(job -> job.cohort().now().snapshot().era() == watermark.era());
  }

  /** Replaces what is due of a finished job. */
  void replace(String jobId) throws IOException {
    List<Slice> due = due(jobId);
    if (due.isEmpty()) {
      return;
    }
    PlannedJob job = jobs.planned(jobId).orElseThrow();
    int replaced = 0;
    for (Slice slice : due) {
      Attempt attempt = new Attempt(jobId, slice, UUID.randomUUID().toString());
      if (slices.beginAgain(jobId, slice.number(), attempt.token())) {
        // Not earlier: another node may have replaced it until now.
        Set<Integer> before = slices.omitted(jobId).getOrDefault(slice.number(), Set.of());
        writer.write(job, slice, new TreeSet<>(before), attempt);
        if (attempt.replaced.isPresent()) {
          replaced++;
          for (String name : attempt.replaced.get()) {
            files.delete(jobId, name);
          }
        }
      }
    }
    if (replaced > 0) { // else another node did, or the job has ended
      log.atInfo().addKeyValue("job", jobId).addKeyValue("slices", replaced).log("files replaced");
    }
  }

  /** An attempt for a job that is finished. */
  private final class Attempt implements SliceAttempt {
    private final String job;
    private final Slice slice;
    private final String token;

    /** Names of the files that are of no use since this attempt was published. */
    private Optional<List<String>> replaced = Optional.empty();

    Attempt(String job, Slice slice, String token) {
      this.job = job;
      this.slice = slice;
      this.token = token;
    }

    @Override
    public String token() {
      return token;
    }

    @Override
    public boolean isWanted() {
      return jobs.isCompleted(job);
    }

    @Override
    public void progress(int people) {
      // The job is done; nobody asks how far it is.
    }

    @Override
    public boolean publish(SliceResult result) {
      replaced = slices.replace(job, slice, token, result);
      return replaced.isPresent();
    }
  }
}
