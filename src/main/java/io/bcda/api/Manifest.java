package io.bcda.api;

import io.bcda.export.ExportJob;
import io.bcda.export.ExportedFile;
import io.bcda.export.ExportedFile.Section;
import io.bcda.export.OrganizedBy;
import io.bcda.settings.PublicUrl;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a finished export (Bulk Data Access STU2, "Response - Complete Status"), or a page
 * of it (STU 3, {@code allowPartialManifests}).
 *
 * @param page from 1
 */
record Manifest(ExportJob job, int page, PublicUrl url) {
  static final int FIRST = 1;

  /** How many there are, one at least; one whose files are gone is empty and stays. */
  static int pages(ExportJob job) {
    int named = job.files().stream().mapToInt(ExportedFile::page).max().orElse(FIRST);
    return Math.max(named, job.pages());
  }

  /** As JSON, ready for Jackson, in the order the guide shows. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("transactionTime", Instants.fhir(job.transactionTime()));
    json.put("request", job.requestUrl());
    json.put("requiresAccessToken", true);
    if (job.organizedBy() == OrganizedBy.PATIENT) {
      json.put("outputOrganizedBy", OutputOrganization.PATIENT);
    }
    json.put("output", items(Section.OUTPUT));
    if (job.since().isPresent()) {
      json.put("deleted", items(Section.DELETED));
    }
    json.put("error", items(Section.ERROR));
    if (job.manner().partial()) { // pages are alike, and none changes; jobs tell their totals
      if (page < pages(job)) {
        json.put("link", List.of(next()));
      }
    } else {
      json.put("extension", Map.of("totals", new TreeMap<>(job.totals())));
    }
    return json;
  }

  private Map<String, Object> next() {
    Map<String, Object> link = new LinkedHashMap<>();
    link.put("relation", "next");
    link.put("url", JobUrls.page(url, job.id(), page + 1));
    return link;
  }

  /** Notes stay on all pages that follow. */
  private List<Map<String, Object>> items(Section section) {
    return job.files().stream()
        .filter(f -> f.section() == section)
        .filter(f -> section == Section.ERROR ? f.page() <= page : f.page() == page)
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
    if (file.type() != null) { // in blocks there are several, and none may be named
      item.put("type", file.type());
    }
    item.put("url", JobUrls.file(url, jobId, file.name()));
    item.put("count", file.lines());
    item.put("extension", extension);
    return item;
  }
}
