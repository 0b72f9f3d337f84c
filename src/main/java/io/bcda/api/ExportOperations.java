package io.bcda.api;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.bcda.auth.SignedInAco;
import io.bcda.export.ExportJob;
import io.bcda.export.ExportJobs;
import io.bcda.export.ExportLevel;
import io.bcda.export.ExportRequest;
import io.bcda.export.ExportSelection;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.PublicUrl;
import io.bcda.store.ResourceKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.IdType;
import org.springframework.stereotype.Component;

/** The three doors of {@code $export}, as operations of HAPI. */
@Component
class ExportOperations {
  static final String NAME = "$export";
  private final ExportJobs jobs;
  private final ExportHooks hooks;
  private final PublicUrl publicUrl;
  private final Caller caller;
  private final KickOffRefusals refusals;

  ExportOperations(
      ExportJobs jobs,
      ExportHooks hooks,
      PublicUrl publicUrl,
      Caller caller,
      KickOffRefusals refusals) {
    this.jobs = jobs;
    this.hooks = hooks;
    this.publicUrl = publicUrl;
    this.caller = caller;
    this.refusals = refusals;
  }

  /** System level: the same data as Patient level, for an ACO sees no more. */
  @Operation(name = NAME, idempotent = true, manualResponse = true)
  public void ofSystem(ServletRequestDetails details) throws IOException {
    answer(Optional.of(ExportLevel.SYSTEM), details);
  }

  /** Patient level. */
  @Operation(name = NAME, typeName = "Patient", idempotent = true, manualResponse = true)
  public void ofPatients(ServletRequestDetails details) throws IOException {
    answer(Optional.of(ExportLevel.PATIENT), details);
  }

  /** Group level. */
  @Operation(name = NAME, typeName = "Group", idempotent = true, manualResponse = true)
  public void ofGroup(@IdParam IdType id, ServletRequestDetails details) throws IOException {
    answer(ExportLevel.ofGroup(id.getIdPart()), details);
  }

  /** Refusals are answered here: HAPI would log an error for each that is thrown through it. */
  private void answer(Optional<ExportLevel> level, ServletRequestDetails details)
      throws IOException {
    try {
      start(level, details);
    } catch (Refusal | HttpFault e) {
      OutcomeWriter.write(details.getServletResponse(), refusals.refused(level, e));
    }
  }

  private void start(Optional<ExportLevel> level, ServletRequestDetails details)
      throws IOException {
    HttpServletRequest http = details.getServletRequest();
    KickOffHeaders headers =
        KickOffHeaders.of(
            Collections.list(http.getHeaders("Accept")),
            Collections.list(http.getHeaders("Prefer")));
    ExportParameters parameters =
        ExportParameters.parse(QueryParameters.parse(http.getQueryString()), headers.isLenient());
    headers.require();
    ExportLevel known = level.orElseThrow(GroupProvider::unknown);
    SignedInAco aco = caller.current();
    Set<ResourceKind> types = types(parameters, aco);
    ExportRequest request =
        new ExportRequest(
            known, types, parameters.since(), ExportSelection.ALL, List.of(), url(http));
    ExportJob job = jobs.accept(aco.aco(), aco.clientId(), hooks.show(request, details));
    accepted(details.getServletResponse(), job, parameters.notes());
  }

  private static Set<ResourceKind> types(ExportParameters parameters, SignedInAco aco) {
    Set<ResourceKind> asked = parameters.kinds();
    if (!asked.isEmpty()) {
      aco.requireTypes(asked);
      return asked;
    }
    if (aco.readable().isEmpty()) {
      throw new Refusal(
          Reason.INSUFFICIENT_SCOPE, "insufficient_scope: the token allows no type of resource");
    }
    return aco.readable();
  }

  /** The URL as the client sent it, but for the host, which is ours to say. */
  private String url(HttpServletRequest http) {
    String query = http.getQueryString() == null ? "" : "?" + http.getQueryString();
    return publicUrl.base() + http.getRequestURI() + query;
  }

  private void accepted(HttpServletResponse response, ExportJob job, List<String> notes)
      throws IOException {
    Map<String, String> headers = Map.of("Content-Location", JobUrls.job(publicUrl, job.id()));
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
