package io.bcda.api;

import io.bcda.export.ExportJob;
import io.bcda.export.ExportLevel;
import io.bcda.export.ExportedFile;
import io.bcda.export.JobState;
import io.bcda.export.KickOffManner;
import io.bcda.export.OrganizedBy;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Jobs with defaults that hold together. */
record TestJobs(ExportJob job) {
  static final Instant CREATED = Instant.parse("2026-11-05T10:00:00Z");
  static final String ID = "5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01";

  static TestJobs job(JobState state) {
    boolean ended = !state.isRunning();
    return new TestJobs(
        new ExportJob(
            ID,
            "A9990",
            ExportLevel.GROUP_ALL,
            EnumSet.allOf(ResourceKind.class),
            Optional.empty(),
            "http://localhost:8080/api/v2/Group/all/$export",
            state,
            CREATED.plusMillis(7),
            CREATED,
            CREATED.plusSeconds(2),
            ended ? Optional.of(CREATED.plusSeconds(2)) : Optional.empty(),
            state == JobState.COMPLETED || state == JobState.EXPIRED
                ? Optional.of(CREATED.plusSeconds(86_402))
                : Optional.empty(),
            state == JobState.IN_PROGRESS ? 42 : ended ? 100 : 0,
            Optional.empty(),
            List.of(),
            Map.of(),
            KickOffManner.GET,
            OrganizedBy.TYPE,
            0));
  }

  TestJobs id(String id) {
    return of(id, job.types(), job.since(), job.createdAt(), job.files(), job.totals());
  }

  TestJobs types(ResourceKind... types) {
    return of(job.id(), Set.of(types), job.since(), job.createdAt(), job.files(), job.totals());
  }

  TestJobs manner(KickOffManner manner) {
    return of(manner, job.organizedBy());
  }

  TestJobs organizedBy(OrganizedBy organizedBy) {
    return of(job.manner(), organizedBy);
  }

  private TestJobs of(KickOffManner manner, OrganizedBy organizedBy) {
    return new TestJobs(
        new ExportJob(
            job.id(),
            job.aco(),
            job.level(),
            job.types(),
            job.since(),
            job.requestUrl(),
            job.state(),
            job.transactionTime(),
            job.createdAt(),
            job.updatedAt(),
            job.completedAt(),
            job.expiresAt(),
            job.percent(),
            job.failure(),
            job.files(),
            job.totals(),
            manner,
            organizedBy,
            job.pages()));
  }

  TestJobs since(Instant since) {
    return of(
        job.id(), job.types(), Optional.of(since), job.createdAt(), job.files(), job.totals());
  }

  TestJobs files(ExportedFile... files) {
    return of(job.id(), job.types(), job.since(), job.createdAt(), List.of(files), job.totals());
  }

  TestJobs totals(Map<String, Long> totals) {
    return of(job.id(), job.types(), job.since(), job.createdAt(), job.files(), totals);
  }

  private TestJobs of(
      String id,
      Set<ResourceKind> types,
      Optional<Instant> since,
      Instant created,
      List<ExportedFile> files,
      Map<String, Long> totals) {
    return new TestJobs(
        new ExportJob(
            id,
            job.aco(),
            job.level(),
            types,
            since,
            job.requestUrl(),
            job.state(),
            job.transactionTime(),
            created,
            job.updatedAt(),
            job.completedAt(),
            job.expiresAt(),
            job.percent(),
            job.failure(),
            files,
            totals,
            job.manner(),
            job.organizedBy(),
            job.pages()));
  }
}
