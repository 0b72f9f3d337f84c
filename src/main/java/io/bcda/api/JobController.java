package io.bcda.api;

import io.bcda.auth.SignedInAco;
import io.bcda.export.ExportJob;
import io.bcda.export.ExportJobs;
import io.bcda.export.JobState;
import io.bcda.export.KickOffManner.StatusForm;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.ServerSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One job: status and manifest, cancel. Accept refuses nothing. */
@RestController
class JobController {
  private static final Pattern PAGE = Pattern.compile("[1-9][0-9]{0,5}");
  private static final MediaType FHIR = MediaType.parseMediaType(Outcome.MEDIA_TYPE);
  private final ExportJobs jobs;
  private final PublicUrl url;
  private final Caller caller;
  private final Clock clock;
  private final ServerSettings settings;

  JobController(
      ExportJobs jobs, PublicUrl url, Caller caller, Clock clock, ServerSettings settings) {
    this.jobs = jobs;
    this.url = url;
    this.caller = caller;
    this.clock = clock;
    this.settings = settings;
  }

  @GetMapping(JobUrls.JOBS + "/{id}")
  ResponseEntity<Object> status(
      @PathVariable String id,
      @RequestParam(name = "page", required = false) @Nullable String page) {
    ExportJob job = own(id);
    if (job.state().isRunning() && job.manner().partial()) {
      jobs.showFinished(job);
      job = own(id);
    }
    ResponseEntity<Object> answer = answer(job, number(page));
    return job.manner().status() == StatusForm.SEPARATE ? separated(answer) : answer;
  }

  /** The export's status is told in a header; HTTP's says that the request for it went well. */
  private static ResponseEntity<Object> separated(ResponseEntity<Object> answer) {
    HttpStatus status = HttpStatus.valueOf(answer.getStatusCode().value());
    return ResponseEntity.ok()
        .headers(answer.getHeaders())
        .header("X-Export-Status", status.value() + " " + status.getReasonPhrase())
        .body(answer.getBody());
  }

  /** Of a manifest that comes in pages; the first if none is named. */
  private static int number(@Nullable String page) {
    if (page != null && !PAGE.matcher(page).matches()) {
      throw new Refusal(Reason.MALFORMED, "page must be a whole number from 1").at("page");
    }
    return page == null ? Manifest.FIRST : Integer.parseInt(page);
  }

  private ResponseEntity<Object> answer(ExportJob job, int page) {
    return switch (job.state()) {
      case PENDING, IN_PROGRESS -> running(job, page);
      case COMPLETED -> hasExpired(job) ? expired(job) : finished(job, page);
      case EXPIRED -> expired(job);
      case FAILED -> failed(job);
      case DELETED -> throw notFound();
    };
  }

  @DeleteMapping(JobUrls.JOBS + "/{id}")
  ResponseEntity<Object> delete(@PathVariable String id) {
    own(id);
    SignedInAco aco = caller.current();
    if (!jobs.delete(aco.aco(), aco.clientId(), id)) {
      throw notFound();
    }
    return noStore(202).build();
  }

  private ExportJob own(String id) {
    SignedInAco aco = caller.current();
    ExportJob job = jobs.find(aco.aco(), id).orElseThrow(JobController::notFound);
    aco.requireTypes(job.types());
    return job;
  }

  static Refusal notFound() {
    return new Refusal(Reason.NOT_FOUND, "Job not found.");
  }

  private ResponseEntity<Object> running(ExportJob job, int page) {
    Duration age = Duration.between(job.createdAt(), clock.instant());
    Duration pause = PollPace.pause(age, job.percent());
    ResponseEntity.BodyBuilder answer =
        noStore(202)
            .header("X-Progress", JobObject.progress(job))
            .header(HttpHeaders.RETRY_AFTER, Long.toString(pause.toSeconds()));
    return job.files().isEmpty() && page == Manifest.FIRST
        ? answer.build()
        : answer.contentType(MediaType.APPLICATION_JSON).body(manifest(job, page));
  }

  private ResponseEntity<Object> finished(ExportJob job, int page) {
    if (jobs.awaitsReplacement(job.aco(), job.id())) {
      return noStore(202)
          .header("X-Progress", "Replacing files: a person in them has opted out of data sharing")
          .header(HttpHeaders.RETRY_AFTER, "1")
          .build();
    }
    ExportJob now = own(job.id()); // files may have been replaced since it was read, or be gone
    return now.state() == JobState.COMPLETED && !hasExpired(now)
        ? completed(now, page)
        : expired(now);
  }

  private ResponseEntity<Object> completed(ExportJob job, int page) {
    ResponseEntity.BodyBuilder answer = noStore(200).contentType(MediaType.APPLICATION_JSON);
    job.expiresAt().ifPresent(t -> answer.header(HttpHeaders.EXPIRES, Instants.http(t)));
    return answer.body(manifest(job, page));
  }

  private Map<String, Object> manifest(ExportJob job, int page) {
    if (page > Manifest.pages(job)) {
      throw new Refusal(Reason.NOT_FOUND, "The manifest has no such page.");
    }
    Map<String, Object> manifest = new Manifest(job, page, url).json();
    if (settings.isBcdaStrict()) {
      manifest.put("JobID", job.id());
    }
    return manifest;
  }

  private boolean hasExpired(ExportJob job) {
    Instant now = clock.instant();
    return job.expiresAt().filter(t -> !t.isAfter(now)).isPresent();
  }

  private ResponseEntity<Object> expired(ExportJob job) {
    Outcome outcome =
        outcome(Reason.GONE, "The job has expired and its files are gone. Start a new export.");
    ResponseEntity.BodyBuilder answer = noStore(outcome.status()).contentType(FHIR);
    job.expiresAt().ifPresent(t -> answer.header(HttpHeaders.EXPIRES, Instants.http(t)));
    return answer.body(outcome.json());
  }

  private ResponseEntity<Object> failed(ExportJob job) {
    Outcome outcome = outcome(Reason.FAILED, JobObject.failure(job));
    return noStore(outcome.status()).contentType(FHIR).body(outcome.json());
  }

  private Outcome outcome(Reason reason, String text) {
    return OutcomeMapping.of(new Refusal(reason, text), settings.compatibility());
  }

  private static ResponseEntity.BodyBuilder noStore(int status) {
    return ResponseEntity.status(status).header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
