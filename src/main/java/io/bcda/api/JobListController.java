package io.bcda.api;

import io.bcda.export.ExportJobs;
import io.bcda.export.JobsFound;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.ServerSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The ACO's jobs. Accept decides the list's form and refuses nothing. */
@RestController
class JobListController {
  private final ExportJobs jobs;
  private final PublicUrl url;
  private final Caller caller;
  private final ServerSettings settings;

  JobListController(ExportJobs jobs, PublicUrl url, Caller caller, ServerSettings settings) {
    this.jobs = jobs;
    this.url = url;
    this.caller = caller;
    this.settings = settings;
  }

  @GetMapping(JobUrls.JOBS)
  ResponseEntity<Object> list(HttpServletRequest request) {
    JobListQuery query = JobListQuery.parse(QueryParameters.parse(request.getQueryString()));
    String aco = caller.current().aco();
    JobsFound found =
        query.matchesNothing()
            ? JobsFound.NONE
            : jobs.list(aco, query.states(), query.offset(), query.count());
    JobList list = new JobList(url, query, found);
    if (settings.isBcdaStrict()) {
      return asBcda(list, found);
    }
    return prefersFhir(request)
        ? answer(list, Outcome.MEDIA_TYPE).body(list.bundle())
        : answer(list, MediaType.APPLICATION_JSON_VALUE).body(list.array());
  }

  /** BCDA has the Bundle only, calls it JSON, and knows no empty list. */
  private static ResponseEntity<Object> asBcda(JobList list, JobsFound found) {
    if (found.total() == 0) {
      throw new Refusal(Reason.NOT_FOUND, "No jobs were found");
    }
    return answer(list, MediaType.APPLICATION_JSON_VALUE).body(list.bundle());
  }

  private static ResponseEntity.BodyBuilder answer(JobList list, String type) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.ok()
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
            .contentType(MediaType.parseMediaType(type));
    list.next().ifPresent(n -> answer.header(HttpHeaders.LINK, "<" + n + ">; rel=\"next\""));
    return answer;
  }

  private static boolean prefersFhir(HttpServletRequest request) {
    return HeaderList.elements(Collections.list(request.getHeaders(HttpHeaders.ACCEPT))).stream()
        .findFirst()
        .filter(e -> e.value().equals(Outcome.MEDIA_TYPE))
        .isPresent();
  }
}
