package io.bcda.api;

import io.bcda.export.ExportJob;
import io.bcda.export.ExportedFile;
import io.bcda.export.JobState;
import io.bcda.export.OrganizedBy;
import io.bcda.settings.PublicUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A job as a FHIR Task: what was asked is its input; progress, control totals and files are its
 * output. Identifier, period and the first input are BCDA's.
 */
final class JobTask {
  private static final String TYPES = "http://hl7.org/fhir/resource-types";

  /** FHIR R4, unsignedInt: no Attachment can tell a larger size. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  private JobTask() {}

  /** As JSON, ready for Jackson. */
  static Map<String, Object> json(ExportJob job, PublicUrl url) {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("resourceType", "Task");
    task.put("id", job.id());
    task.put(
        "identifier",
        List.of(Map.of("use", "official", "system", url.base() + JobUrls.JOBS, "value", job.id())));
    task.put("status", status(job.state()));
    if (job.state() == JobState.FAILED) {
      task.put("statusReason", Map.of("text", JobObject.failure(job)));
    }
    task.put("businessStatus", Map.of("text", job.state().label()));
    task.put("intent", "order");
    task.put("description", job.level().path());
    task.put("executionPeriod", period(job));
    task.put("authoredOn", Instants.fhir(job.createdAt()));
    task.put("lastModified", Instants.fhir(job.updatedAt()));
    task.put("input", input(job));
    task.put("output", output(job, url));
    return task;
  }

  private static Map<String, Object> period(ExportJob job) {
    Map<String, Object> period = new LinkedHashMap<>();
    period.put("start", Instants.fhir(job.createdAt()));
    job.completedAt().ifPresent(t -> period.put("end", Instants.fhir(t)));
    return period;
  }

  private static List<Map<String, Object>> input(ExportJob job) {
    List<Map<String, Object>> input = new ArrayList<>();
    input.add(
        named("BULK FHIR Export", "valueString", job.manner().method() + " " + job.requestUrl()));
    JobObject.types(job).forEach(type -> input.add(named("_type", "valueCode", type)));
    job.since().ifPresent(t -> input.add(named("_since", "valueInstant", Instants.fhir(t))));
    if (job.organizedBy() == OrganizedBy.PATIENT) {
      input.add(named(OutputOrganization.NAME, "valueCode", OutputOrganization.PATIENT));
    }
    return input;
  }

  private static List<Map<String, Object>> output(ExportJob job, PublicUrl url) {
    List<Map<String, Object>> output = new ArrayList<>();
    output.add(named("percent", "valueInteger", job.percent()));
    output.add(named("transactionTime", "valueInstant", Instants.fhir(job.transactionTime())));
    job.expiresAt().ifPresent(t -> output.add(named("expires", "valueInstant", Instants.fhir(t))));
    new TreeMap<>(job.totals())
        .forEach((name, total) -> output.add(named(name, "valueDecimal", total)));
    job.files().forEach(file -> output.add(file(job, file, url)));
    return output;
  }

  private static Map<String, Object> named(String name, String element, Object value) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", Map.of("text", name));
    part.put(element, value);
    return part;
  }

  private static Map<String, Object> file(ExportJob job, ExportedFile file, PublicUrl url) {
    Map<String, Object> attachment = new LinkedHashMap<>();
    attachment.put("contentType", "application/fhir+ndjson");
    attachment.put("url", JobUrls.file(url, job.id(), file.name()));
    if (file.plainBytes() <= MOST_BYTES) {
      attachment.put("size", file.plainBytes());
    }
    attachment.put("title", file.lines() + " resources");
    Map<String, Object> type = new LinkedHashMap<>();
    if (file.type() != null) {
      type.put("coding", List.of(Map.of("system", TYPES, "code", file.type())));
    }
    type.put("text", file.section().name().toLowerCase(Locale.ROOT));
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", type);
    part.put("valueAttachment", attachment);
    return part;
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
