package io.bcda.api;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditTrail;
import io.bcda.auth.SignedIn;
import java.util.List;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.springframework.stereotype.Component;

/**
 * One audit event for each request that wrote, before its answer goes out. Also puts our words for
 * HAPI's in the answer to a batch, whose failed entries never pass {@link FhirErrors}.
 */
@Interceptor
@Component
class WriteTrail implements FhirInterceptor {
  private static final String KEY = WriteTrail.class.getName();
  private static final int FIRST = -100; // before a hook that might refuse the answer
  private final AuditTrail audit;

  WriteTrail(AuditTrail audit) {
    this.audit = audit;
  }

  /** Notes what a request is about to write. */
  static void expect(RequestDetails details, Written written) {
    details.getUserData().put(KEY, written);
  }

  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = FIRST)
  void answered(RequestDetails details, ResponseDetails answer) {
    if (!(details.getUserData().get(KEY) instanceof Written written)) {
      return;
    }
    Written done =
        answer.getResponseResource() instanceof Bundle bundle
            ? written.only(succeeded(bundle))
            : written;
    if (!done.changes().isEmpty()) {
      String client = SignedIn.find().map(SignedIn::clientId).orElse(null);
      audit.append(AuditKind.FHIR_WRITTEN, null, client, null, done.inWords());
    }
  }

  private static List<Integer> succeeded(Bundle bundle) {
    List<BundleEntryResponseComponent> answers =
        bundle.getEntry().stream().map(Bundle.BundleEntryComponent::getResponse).toList();
    answers.stream().filter(a -> !isSuccess(a)).forEach(WriteTrail::inOurWords);
    return IntStream.range(0, answers.size())
        .filter(i -> isSuccess(answers.get(i)))
        .boxed()
        .toList();
  }

  private static boolean isSuccess(BundleEntryResponseComponent answer) {
    return String.valueOf(answer.getStatus()).startsWith("2");
  }

  /** HAPI's texts repeat the request. */
  private static void inOurWords(BundleEntryResponseComponent answer) {
    String digits = String.valueOf(answer.getStatus()).replaceAll("^(\\d{3}).*|.*", "$1");
    Outcome outcome = OutcomeMapping.ofStatus(digits.isEmpty() ? 500 : Integer.parseInt(digits));
    OperationOutcome resource = new OperationOutcome();
    for (Outcome.Issue issue : outcome.issues()) {
      resource
          .addIssue()
          .setSeverity(IssueSeverity.ERROR)
          .setCode(IssueType.fromCode(issue.code()))
          .setDiagnostics(issue.text())
          .getDetails()
          .setText(issue.text());
    }
    answer.setStatus(String.valueOf(outcome.status())).setOutcome(resource);
  }
}
