package io.bcda.export;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonProperty;

/** batch2's parameters of a job: only its id; all else is in {@code export_job}. */
class ExportJobParameters implements IModelJson {
  @JsonProperty("job")
  private String job = "";

  ExportJobParameters() {}

  ExportJobParameters(String job) {
    this.job = job;
  }

  String job() {
    return job;
  }
}
