package io.bcda.api;

import io.bcda.settings.PublicUrl;

/** Where jobs and their files are found. */
final class JobUrls {
  static final String FHIR_BASE = "/api/v2";
  static final String JOBS = FHIR_BASE + "/jobs";

  private JobUrls() {}

  static String job(PublicUrl url, String id) {
    return url.base() + JOBS + "/" + id;
  }

  /**
   * @param page of the job's manifest, from 1
   */
  static String page(PublicUrl url, String id, int page) {
    return job(url, id) + "?page=" + page;
  }

  static String file(PublicUrl url, String job, String name) {
    return url.base() + "/data/" + job + "/" + name;
  }
}
