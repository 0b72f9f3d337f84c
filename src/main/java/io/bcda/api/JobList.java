package io.bcda.api;

import io.bcda.export.ExportJob;
import io.bcda.export.JobState;
import io.bcda.settings.PublicUrl;
import io.bcda.store.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs as JSON: plain objects, or Tasks in a Bundle. */
final class JobList {
  private final PublicUrl url;
  private final JobListQuery query;
  private final List<ExportJob> all;

  /**
   * @param all every job that matches, newest first
   */
  JobList(PublicUrl url, JobListQuery query, List<ExportJob> all) {
    this.url = url;
    this.query = query;
    this.all = List.copyOf(all);
  }

  List<Map<String, Object>> array() {
    return query.page(all).stream().map(this::object).toList();
  }

  /** Where the next page is. */
  Optional<String> next() {
    int following = query.offset() + query.count();
    return following < all.size()
        ? Optional.of(url.base() + JobUrls.JOBS + query.at(following))
        : Optional.empty();
  }

  Map<String, Object> bundle() {
    Map<String, Object> bundle = new LinkedHashMap<>();
    bundle.put("resourceType", "Bundle");
    bundle.put("type", "searchset");
    bundle.put("total", all.size());
    List<Map<String, Object>> links = new ArrayList<>();
    String self = url.base() + JobUrls.JOBS + query.at(query.offset());
    links.add(Map.of("relation", "self", "url", self));
    next().ifPresent(n -> links.add(Map.of("relation", "next", "url", n)));
    bundle.put("link", links);
    List<Map<String, Object>> entries = query.page(all).stream().map(this::entry).toList();
    if (!entries.isEmpty()) { // FHIR has no empty lists
      bundle.put("entry", entries);
    }
    return bundle;
  }

  private Map<String, Object> object(ExportJob job) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", job.id());
    json.put("status", job.state().label());
    json.put("percent", job.percent());
    json.put("url", JobUrls.job(url, job.id()));
    json.put("request", job.requestUrl());
    json.put("types", job.types().stream().map(ResourceKind::fhirType).sorted().toList());
    json.put("transactionTime", Instants.fhir(job.transactionTime()));
    json.put("createdAt", Instants.fhir(job.createdAt()));
    json.put("updatedAt", Instants.fhir(job.updatedAt()));
    job.completedAt().ifPresent(t -> json.put("completedAt", Instants.fhir(t)));
    job.expiresAt().ifPresent(t -> json.put("expiresAt", Instants.fhir(t)));
    return json;
  }

  private Map<String, Object> entry(ExportJob job) {
    return Map.of(
        "fullUrl",
        "urn:uuid:" + job.id(),
        "resource",
        task(job),
        "search",
        Map.of("mode", "match"));
  }

  private Map<String, Object> task(ExportJob job) {
    Map<String, Object> period = new LinkedHashMap<>();
    period.put("start", Instants.fhir(job.createdAt()));
    job.completedAt().ifPresent(t -> period.put("end", Instants.fhir(t)));
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("resourceType", "Task");
    task.put("id", job.id());
    task.put(
        "identifier",
        List.of(Map.of("use", "official", "system", url.base() + JobUrls.JOBS, "value", job.id())));
    task.put("status", status(job.state()));
    task.put("businessStatus", Map.of("text", job.state().label()));
    task.put("intent", "order");
    task.put("executionPeriod", period);
    task.put("authoredOn", Instants.fhir(job.createdAt()));
    task.put("lastModified", Instants.fhir(job.updatedAt()));
    task.put(
        "input",
        List.of(
            Map.of(
                "type",
                Map.of("text", "BULK FHIR Export"),
                "valueString",
                job.manner().method() + " " + job.requestUrl())));
    return task;
  }

  private static String status(JobState state) {
    return switch (state) {
      case PENDING -> "accepted";
      case IN_PROGRESS -> "in-progress";
      case COMPLETED, EXPIRED -> "completed";
      case FAILED -> "failed";
      case DELETED -> "cancelled";
    };
  }
}
