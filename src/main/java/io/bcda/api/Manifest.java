package io.bcda.api;

import io.bcda.export.ExportJob;
import io.bcda.export.ExportedFile;
import io.bcda.export.ExportedFile.Section;
import io.bcda.settings.PublicUrl;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answer to a finished export (Bulk Data Access STU2, "Response - Complete Status"). */
final class Manifest {
  private Manifest() {}

  /** As JSON, ready for Jackson, in the order the guide shows. */
  static Map<String, Object> json(ExportJob job, PublicUrl url) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("transactionTime", Instants.fhir(job.transactionTime()));
    json.put("request", job.requestUrl());
    json.put("requiresAccessToken", true);
    json.put("output", items(job, Section.OUTPUT, url));
    if (job.since().isPresent()) {
      json.put("deleted", items(job, Section.DELETED, url));
    }
    json.put("error", items(job, Section.ERROR, url));
    json.put("extension", Map.of("totals", new TreeMap<>(job.totals())));
    return json;
  }

  private static List<Map<String, Object>> items(ExportJob job, Section section, PublicUrl url) {
    return job.files().stream()
        .filter(f -> f.section() == section)
        .map(f -> item(job.id(), f, url))
        .toList();
  }

  private static Map<String, Object> item(String jobId, ExportedFile file, PublicUrl url) {
    Map<String, Object> extension = new LinkedHashMap<>();
    extension.put("fileSize", file.plainBytes());
    extension.put("sha256", file.plainSha256());
    extension.put("gzipFileSize", file.storedBytes());
    extension.put("gzipSha256", file.storedSha256());
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("type", file.type());
    item.put("url", JobUrls.file(url, jobId, file.name()));
    item.put("count", file.lines());
    item.put("extension", extension);
    return item;
  }
}
