package io.bcda.export;

import ca.uhn.fhir.batch2.api.IFirstJobStepWorker;
import ca.uhn.fhir.batch2.api.IJobDataSink;
import ca.uhn.fhir.batch2.api.RunOutcome;
import ca.uhn.fhir.batch2.api.StepExecutionDetails;
import ca.uhn.fhir.batch2.api.VoidModel;
import io.bcda.store.Database;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** First step: makes the job this batch instance's, and cuts it into slices. Runs again safely. */
@Component
class PlanSlices implements IFirstJobStepWorker<ExportJobParameters, SliceNote> {
  private static final Logger log = LoggerFactory.getLogger(PlanSlices.class);

  /** H2 keeps a result set in memory. */
  private static final int MAX_ROWS_ON_H2 = 2000;

  private final ExportJobStore jobs;
  private final ExportSliceStore slices;
  private final SlicePlan plan;
  private final JobFailure failure;
  private final int rowsPerSlice;
  private final TransactionTemplate transaction;

  PlanSlices(
      ExportJobStore jobs,
      ExportSliceStore slices,
      SlicePlan plan,
      JobFailure failure,
      JobSettings settings,
      DataSource dataSource,
      PlatformTransactionManager transactions) {
    this.jobs = jobs;
    this.slices = slices;
    this.plan = plan;
    this.failure = failure;
    this.rowsPerSlice =
        Database.of(dataSource) == Database.H2
            ? Math.min(MAX_ROWS_ON_H2, settings.sliceRows())
            : settings.sliceRows();
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public RunOutcome run(
      StepExecutionDetails<ExportJobParameters, VoidModel> step, IJobDataSink<SliceNote> sink) {
    String id = step.getParameters().job();
    if (!jobs.claim(id, step.getInstance().getInstanceId())) {
      log.atInfo().addKeyValue("job", id).log("nothing to plan: cancelled, or planned elsewhere");
      return RunOutcome.SUCCESS;
    }
    PlannedJob job = jobs.planned(id).orElseThrow();
    if (failure.failIfOfAnotherEra(job, step.getInstance().getInstanceId())) {
      return RunOutcome.SUCCESS;
    }
    List<Slice> planned = slices.of(id);
    if (planned.isEmpty()) {
      planned = plan(job);
    }
    planned.forEach(slice -> sink.accept(new SliceNote(slice.number())));
    if (planned.isEmpty()) {
      sink.accept(new SliceNote(SliceNote.NO_SLICES));
    }
    return new RunOutcome(planned.size());
  }

  private List<Slice> plan(PlannedJob job) {
    long start = System.nanoTime();
    List<Slice> planned = transaction.execute(s -> slices.plan(job, plan.plan(job, rowsPerSlice)));
    log.atInfo()
        .addKeyValue("job", job.id())
        .addKeyValue("slices", planned.size())
        .addKeyValue("ms", (System.nanoTime() - start) / 1_000_000)
        .log("export planned");
    return planned;
  }
}
