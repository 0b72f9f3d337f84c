package io.bcda.api;

import io.bcda.export.ExportJob;
import io.bcda.export.JobsFound;
import io.bcda.settings.PublicUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page of jobs as JSON: plain objects, or Tasks in a Bundle. */
final class JobList {
  private final PublicUrl url;
  private final JobListQuery query;
  private final JobsFound found;

  JobList(PublicUrl url, JobListQuery query, JobsFound found) {
    this.url = url;
    this.query = query;
    this.found = found;
  }

  List<Map<String, Object>> array() {
    return found.page().stream().map(job -> JobObject.json(job, url)).toList();
  }

  /** Where the next page is. */
  Optional<String> next() {
    int following = query.offset() + query.count();
    return following < found.total() ? Optional.of(at(following)) : Optional.empty();
  }

  private Optional<String> previous() {
    return query.offset() == 0
        ? Optional.empty()
        : Optional.of(at(Math.max(0, query.offset() - query.count())));
  }

  private String at(int offset) {
    return url.base() + JobUrls.JOBS + query.at(offset);
  }

  Map<String, Object> bundle() {
    Map<String, Object> bundle = new LinkedHashMap<>();
    bundle.put("resourceType", "Bundle");
    bundle.put("type", "searchset");
    bundle.put("total", found.total());
    List<Map<String, Object>> links = new ArrayList<>();
    links.add(Map.of("relation", "self", "url", at(query.offset())));
    previous().ifPresent(p -> links.add(Map.of("relation", "previous", "url", p)));
    next().ifPresent(n -> links.add(Map.of("relation", "next", "url", n)));
    bundle.put("link", links);
    List<Map<String, Object>> entries = found.page().stream().map(this::entry).toList();
    if (!entries.isEmpty()) { // FHIR has no empty lists
      bundle.put("entry", entries);
    }
    return bundle;
  }

  private Map<String, Object> entry(ExportJob job) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("fullUrl", "urn:uuid:" + job.id());
    entry.put("resource", JobTask.json(job, url));
    entry.put("search", Map.of("mode", "match"));
    return entry;
  }
}
