package io.bcda.export;

import ca.uhn.fhir.batch2.api.ChunkExecutionDetails;
import ca.uhn.fhir.batch2.api.IJobDataSink;
import ca.uhn.fhir.batch2.api.IReductionStepWorker;
import ca.uhn.fhir.batch2.api.RunOutcome;
import ca.uhn.fhir.batch2.api.StepExecutionDetails;
import ca.uhn.fhir.batch2.model.ChunkOutcome;

/** Last step: the job is complete if every row that was planned is accounted for. */
class CompleteManifest implements IReductionStepWorker<ExportJobParameters, SliceNote, SliceNote> {
  private final JobCompletion completion;

  CompleteManifest(JobCompletion completion) {
    this.completion = completion;
  }

  @Override
  public ChunkOutcome consume(ChunkExecutionDetails<ExportJobParameters, SliceNote> chunk) {
    return ChunkOutcome.SUCCESS(); // the tables know more than the chunks
  }

  @Override
  public RunOutcome run(
      StepExecutionDetails<ExportJobParameters, SliceNote> step, IJobDataSink<SliceNote> sink) {
    completion.complete(step.getParameters().job(), step.getInstance().getInstanceId());
    sink.accept(new SliceNote(SliceNote.NO_SLICES));
    return RunOutcome.SUCCESS;
  }

  @Override
  public IReductionStepWorker<ExportJobParameters, SliceNote, SliceNote> newInstance() {
    return new CompleteManifest(completion);
  }
}
