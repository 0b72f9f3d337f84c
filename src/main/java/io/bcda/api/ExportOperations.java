package io.bcda.api;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.bcda.auth.SignedInAco;
import io.bcda.export.ExportJob;
import io.bcda.export.ExportJobs;
import io.bcda.export.ExportLevel;
import io.bcda.export.ExportRequest;
import io.bcda.refusal.Refusal;
import java.io.IOException;
import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.springframework.stereotype.Component;

/**
 * The three doors of {@code $export}, as operations of HAPI, by GET and POST. The body is ours to
 * read: HAPI would take it into memory whatever its length, and parse all of it as FHIR.
 */
@Component
class ExportOperations {
  static final String NAME = "$export";
  private final ExportJobs jobs;
  private final ExportHooks hooks;
  private final Caller caller;
  private final KickOffReader reader;
  private final KickOffAnswers answers;

  ExportOperations(
      ExportJobs jobs,
      ExportHooks hooks,
      Caller caller,
      KickOffReader reader,
      KickOffAnswers answers) {
    this.jobs = jobs;
    this.hooks = hooks;
    this.caller = caller;
    this.reader = reader;
    this.answers = answers;
  }

  /** System level: the same data as Patient level, for an ACO sees no more. */
  @Operation(name = NAME, idempotent = true, manualRequest = true, manualResponse = true)
  public void ofSystem(ServletRequestDetails details) throws IOException {
    answer(Optional.of(ExportLevel.SYSTEM), details);
  }

  /** Patient level. */
  @Operation(
      name = NAME,
      typeName = "Patient",
      idempotent = true,
      manualRequest = true,
      manualResponse = true)
  public void ofPatients(ServletRequestDetails details) throws IOException {
    answer(Optional.of(ExportLevel.PATIENT), details);
  }

  /** Group level. */
  @Operation(
      name = NAME,
      typeName = "Group",
      idempotent = true,
      manualRequest = true,
      manualResponse = true)
  public void ofGroup(@IdParam IdType id, ServletRequestDetails details) throws IOException {
    answer(ExportLevel.ofGroup(id.getIdPart()), details);
  }

  /** Refusals are answered here: HAPI would log an error for each that is thrown through it. */
  private void answer(Optional<ExportLevel> level, ServletRequestDetails details)
      throws IOException {
    try {
      start(level, details);
    } catch (Refusal | HttpFault e) {
      answers.refused(details.getServletResponse(), level, e);
    }
  }

  private void start(Optional<ExportLevel> level, ServletRequestDetails details)
      throws IOException {
    KickOff asked = reader.read(details.getServletRequest(), level);
    ExportLevel known = level.orElseThrow(GroupProvider::unknown);
    SignedInAco aco = caller.current();
    ExportRequest request = hooks.show(asked.by(aco, known), details);
    ExportJob job = jobs.accept(aco.aco(), aco.clientId(), request);
    answers.accepted(details.getServletResponse(), job, request.notes());
  }
}
