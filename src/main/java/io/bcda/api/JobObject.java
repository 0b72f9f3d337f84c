package io.bcda.api;

import io.bcda.export.ExportJob;
import io.bcda.export.ExportedFile;
import io.bcda.export.JobState;
import io.bcda.export.OrganizedBy;
import io.bcda.settings.PublicUrl;
import io.bcda.store.ResourceKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** A job as a plain object, with what a person wants to know of it. */
final class JobObject {
  private JobObject() {}

  /** As JSON, ready for Jackson. What is not known yet, or does not apply, is left out. */
  static Map<String, Object> json(ExportJob job, PublicUrl url) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", job.id());
    json.put("status", job.state().label());
    json.put("percent", job.percent());
    json.put("progress", progress(job));
    json.put("url", JobUrls.job(url, job.id()));
    json.put("method", job.manner().method().name());
    json.put("request", job.requestUrl());
    json.put("export", job.level().path());
    json.put("types", types(job));
    if (job.organizedBy() == OrganizedBy.PATIENT) {
      json.put("outputOrganizedBy", OutputOrganization.PATIENT);
    }
    job.since().ifPresent(t -> json.put("since", Instants.fhir(t)));
    json.put("transactionTime", Instants.fhir(job.transactionTime()));
    json.put("createdAt", Instants.fhir(job.createdAt()));
    json.put("updatedAt", Instants.fhir(job.updatedAt()));
    job.completedAt().ifPresent(t -> json.put("completedAt", Instants.fhir(t)));
    job.expiresAt().ifPresent(t -> json.put("expiresAt", Instants.fhir(t)));
    if (job.state() == JobState.FAILED) {
      json.put("failure", failure(job));
    }
    if (!job.totals().isEmpty()) {
      json.put("totals", new TreeMap<>(job.totals()));
    }
    if (job.state() == JobState.COMPLETED) {
      json.put("fileSize", sum(job, ExportedFile::plainBytes));
      json.put("gzipFileSize", sum(job, ExportedFile::storedBytes));
      json.put("files", job.files().stream().map(file -> file(job, file, url)).toList());
    }
    json.put("links", links(job, url));
    return json;
  }

  /** In words, as {@code X-Progress} says it while the job runs. */
  static String progress(ExportJob job) {
    return job.state() == JobState.IN_PROGRESS
        ? "In Progress (" + job.percent() + "%)"
        : job.state().label();
  }

  static List<String> types(ExportJob job) {
    return job.types().stream().map(ResourceKind::fhirType).sorted().toList();
  }

  /** Why it failed, and what can be done. */
  static String failure(ExportJob job) {
    return job.failure()
        .orElse("Service encountered numerous errors. Job failed to complete. Start a new export.");
  }

  private static long sum(ExportJob job, ToLongFunction<ExportedFile> size) {
    return job.files().stream().mapToLong(size).sum();
  }

  private static Map<String, Object> file(ExportJob job, ExportedFile file, PublicUrl url) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("section", file.section().name().toLowerCase(Locale.ROOT));
    if (file.type() != null) {
      json.put("type", file.type());
    }
    json.put("url", JobUrls.file(url, job.id(), file.name()));
    json.put("count", file.lines());
    json.put("fileSize", file.plainBytes());
    json.put("gzipFileSize", file.storedBytes());
    return json;
  }

  /** What can be asked of the job: how it stands, and that it ends or its files go. */
  private static List<Map<String, Object>> links(ExportJob job, PublicUrl url) {
    String self = JobUrls.job(url, job.id());
    return List.of(
        link("status", "GET", self),
        link(job.state().isRunning() ? "cancel" : "delete", "DELETE", self));
  }

  private static Map<String, Object> link(String relation, String method, String url) {
    Map<String, Object> link = new LinkedHashMap<>();
    link.put("relation", relation);
    link.put("method", method);
    link.put("url", url);
    return link;
  }
}
