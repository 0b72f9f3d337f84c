package io.bcda.admin;

import io.bcda.admin.Paging.Page;
import io.bcda.auth.SignedInOperator;
import io.bcda.export.ExportJob;
import io.bcda.export.JobPage;
import io.bcda.export.JobState;
import io.bcda.export.OperatorJobs;
import io.bcda.store.ResourceKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Export jobs of all ACOs. Their files are the ACOs', and not to be had here. */
@OperatorResource
final class JobResource {
  private static final String ID = "{id:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}}";
  private static final Pattern PLACE = Pattern.compile("([0-9]{1,15})_([0-9a-f-]{36})");
  private final OperatorJobs jobs;

  JobResource(OperatorJobs jobs) {
    this.jobs = jobs;
  }

  /**
   * A job as operators see it.
   *
   * @param files how many it has
   */
  record JobView(
      String id,
      String aco,
      String level,
      List<String> types,
      Optional<Instant> since,
      String request,
      String state,
      int percent,
      Instant transactionTime,
      Instant createdAt,
      Instant updatedAt,
      Optional<Instant> completedAt,
      Optional<Instant> expiresAt,
      Optional<String> failure,
      int files,
      Map<String, Long> totals) {}

  @GetMapping(path = "/jobs", produces = "application/json")
  Page<JobView> list(
      @RequestParam(required = false) @Nullable String aco,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    Paging paging = Paging.of(limit, after);
    JobPage page =
        new JobPage(
            Optional.ofNullable(aco),
            Optional.ofNullable(state).map(JobResource::state),
            paging.after().map(JobResource::place),
            paging.toAsk());
    return paging.page(jobs.list(page), JobResource::place, JobResource::view);
  }

  @GetMapping(path = "/jobs/" + ID, produces = "application/json")
  JobView get(@PathVariable String id) {
    return jobs.find(id).map(JobResource::view).orElseThrow(() -> ApiFault.notFound("job"));
  }

  @DeleteMapping(path = "/jobs/" + ID)
  ResponseEntity<Void> cancel(@PathVariable String id) {
    if (!jobs.delete(SignedInOperator.current().clientId(), id)) {
      throw ApiFault.notFound("job");
    }
    return ResponseEntity.noContent().build();
  }

  private static JobState state(String word) {
    return Arrays.stream(JobState.values())
        .filter(s -> s != JobState.DELETED && AcoResource.word(s).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new ApiFault(400, "state is pending, in_progress, completed, failed or expired"));
  }

  private static String place(ExportJob job) {
    return job.createdAt().toEpochMilli() + "_" + job.id();
  }

  private static JobPage.Place place(String after) {
    Matcher parts = PLACE.matcher(after);
    if (!parts.matches()) {
      throw Paging.unknown();
    }
    return new JobPage.Place(Instant.ofEpochMilli(Long.parseLong(parts.group(1))), parts.group(2));
  }

  private static JobView view(ExportJob job) {
    return new JobView(
        job.id(),
        job.aco(),
        job.level().path(),
        job.types().stream().sorted().map(ResourceKind::fhirType).toList(),
        job.since(),
        job.requestUrl(),
        AcoResource.word(job.state()),
        job.percent(),
        job.transactionTime(),
        job.createdAt(),
        job.updatedAt(),
        job.completedAt(),
        job.expiresAt(),
        job.failure(),
        job.files().size(),
        new TreeMap<>(job.totals()));
  }
}
