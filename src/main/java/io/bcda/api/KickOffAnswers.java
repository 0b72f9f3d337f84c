package io.bcda.api;

import io.bcda.export.ExportJob;
import io.bcda.export.ExportLevel;
import io.bcda.export.KickOffManner.StatusForm;
import io.bcda.settings.PublicUrl;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Writes what a kick-off is answered. */
@Component
class KickOffAnswers {
  private final PublicUrl publicUrl;
  private final KickOffRefusals refusals;

  KickOffAnswers(PublicUrl publicUrl, KickOffRefusals refusals) {
    this.publicUrl = publicUrl;
    this.refusals = refusals;
  }

  void refused(HttpServletResponse response, Optional<ExportLevel> level, RuntimeException refusal)
      throws IOException {
    OutcomeWriter.write(response, refusals.refused(level, refusal));
  }

  /**
   * @param notes what was passed over
   */
  void accepted(HttpServletResponse response, ExportJob job, List<String> notes)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Location", JobUrls.job(publicUrl, job.id()));
    if (job.manner().status() == StatusForm.SEPARATE) {
      headers.put("Preference-Applied", "respond-async, " + KickOffHeaders.SEPARATE_STATUS);
    }
    if (notes.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_ACCEPTED);
      headers.forEach(response::setHeader);
      response.setContentLength(0);
    } else {
      List<Outcome.Issue> issues =
          notes.stream()
              .map(n -> new Outcome.Issue("information", "informational", n, Optional.empty()))
              .toList();
      OutcomeWriter.write(response, new Outcome(202, headers, issues));
    }
  }
}
