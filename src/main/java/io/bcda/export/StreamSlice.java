package io.bcda.export;

import ca.uhn.fhir.batch2.api.IJobDataSink;
import ca.uhn.fhir.batch2.api.IJobStepWorker;
import ca.uhn.fhir.batch2.api.RetryChunkLaterException;
import ca.uhn.fhir.batch2.api.RunOutcome;
import ca.uhn.fhir.batch2.api.StepExecutionDetails;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Second step: writes one slice. */
@Component
class StreamSlice implements IJobStepWorker<ExportJobParameters, SliceNote, SliceNote> {
  private static final Duration UNTIL_THE_OTHER_IS_DONE = Duration.ofSeconds(60);

  /** In place of rows: they are another attempt's, or nobody wants them any more. */
  private static final long LOST = -1;

  private final ExportJobStore jobs;
  private final ExportSliceStore slices;
  private final JobFailure failure;
  private final SliceWriter writer;

  StreamSlice(
      ExportJobStore jobs, ExportSliceStore slices, JobFailure failure, SliceWriter writer) {
    this.jobs = jobs;
    this.slices = slices;
    this.failure = failure;
    this.writer = writer;
  }

  @Override
  public RunOutcome run(
      StepExecutionDetails<ExportJobParameters, SliceNote> step, IJobDataSink<SliceNote> sink) {
    int number = step.getData().slice();
    String job = step.getParameters().job();
    long rows =
        number == SliceNote.NO_SLICES ? 0 : stream(job, step.getInstance().getInstanceId(), number);
    if (number != SliceNote.NO_SLICES && slices.attempt(job, number).isPresent()) {
      // The slice was delivered twice and is the other's by now. That one ends this chunk, too; if
      // it does not, because its node died, the chunk comes back.
      throw new RetryChunkLaterException(UNTIL_THE_OTHER_IS_DONE);
    }
    if (rows != LOST) {
      sink.accept(new SliceNote(number));
    }
    return new RunOutcome((int) Math.max(0, Math.min(Integer.MAX_VALUE, rows)));
  }

  private long stream(String jobId, String instance, int number) {
    Slice slice = slices.find(jobId, number).orElseThrow();
    PlannedJob job = jobs.planned(jobId).orElseThrow();
    if (failure.failIfOfAnotherEra(job, instance)) {
      return 0;
    }
    Attempt attempt = new Attempt(jobId, slice, UUID.randomUUID().toString());
    if (!slices.begin(jobId, number, attempt.token())) {
      return 0; // done already, or nobody wants it any more
    }
    try {
      long rows = writer.write(job, slice, new TreeSet<>(), attempt);
      return attempt.published ? rows : LOST;
    } catch (UncheckedIOException e) {
      failure.failForSpaceOrThrow(jobId, instance, e);
      return 0;
    }
  }

  /** An attempt of a job that runs. */
  private final class Attempt implements SliceAttempt {
    private final String job;
    private final Slice slice;
    private final String token;
    private boolean published;

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
      return slices.attempt(job, slice.number()).filter(token::equals).isPresent();
    }

    @Override
    public void progress(int people) {
      slices.progress(job, slice.number(), token, people);
    }

    @Override
    public boolean publish(SliceResult result) {
      published = slices.finish(job, slice, token, result);
      return published;
    }
  }
}
