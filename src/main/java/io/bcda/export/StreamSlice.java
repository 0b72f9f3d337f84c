package io.bcda.export;

import ca.uhn.fhir.batch2.api.IJobDataSink;
import ca.uhn.fhir.batch2.api.IJobStepWorker;
import ca.uhn.fhir.batch2.api.RunOutcome;
import ca.uhn.fhir.batch2.api.StepExecutionDetails;
import io.bcda.attribution.Visibility;
import io.bcda.export.ExportedFile.Section;
import io.bcda.store.ResourceCursor;
import io.bcda.store.ResourceQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Second step: writes one slice to a file of this attempt's own name, and publishes it. */
@Component
class StreamSlice implements IJobStepWorker<ExportJobParameters, SliceNote, SliceNote> {
  private final ExportJobStore jobs;
  private final ExportSliceStore slices;
  private final JobCompletion completion;
  private final Visibility visibility;
  private final ResourceCursor cursor;
  private final SliceOutput.Parts parts;

  StreamSlice(
      ExportJobStore jobs,
      ExportSliceStore slices,
      JobCompletion completion,
      Visibility visibility,
      ResourceCursor cursor,
      SliceOutput.Parts parts) {
    this.jobs = jobs;
    this.slices = slices;
    this.completion = completion;
    this.visibility = visibility;
    this.cursor = cursor;
    this.parts = parts;
  }

  @Override
  public RunOutcome run(
      StepExecutionDetails<ExportJobParameters, SliceNote> step, IJobDataSink<SliceNote> sink) {
    int number = step.getData().slice();
    String job = step.getParameters().job();
    long rows =
        number == SliceNote.NO_SLICES ? 0 : stream(job, step.getInstance().getInstanceId(), number);
    sink.accept(new SliceNote(number));
    return new RunOutcome((int) Math.min(Integer.MAX_VALUE, rows));
  }

  private long stream(String jobId, String instance, int number) {
    Slice slice = slices.find(jobId, number).orElseThrow();
    PlannedJob job = jobs.planned(jobId).orElseThrow();
    if (completion.failIfOfAnotherEra(job, instance)) {
      return 0;
    }
    String attempt = UUID.randomUUID().toString();
    if (!slices.begin(jobId, number, attempt)) {
      return 0; // done already, or nobody wants it any more
    }
    ResourceQuery query =
        slice.section() == Section.DELETED
            ? visibility.deleted(job.cohort(), slice.kind(), slice.span())
            : visibility.output(job.cohort(), slice.kind(), slice.span());
    try (SliceOutput output = new SliceOutput(parts, jobId, slice, attempt)) {
      cursor.read(query, output);
      output.publish();
      return output.resources();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
