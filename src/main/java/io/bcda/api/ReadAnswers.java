package io.bcda.api;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import io.bcda.api.ReadInHand.Page;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.springframework.stereotype.Component;

/**
 * What an ACO's read or search is answered: our links instead of HAPI's, no number of what was
 * found, nothing that was not checked; and an audit event.
 */
@Interceptor
@Component
class ReadAnswers implements FhirInterceptor {
  private static final int FIRST = -100;
  private final SearchPages pages;
  private final ReadTrail trail;

  ReadAnswers(SearchPages pages, ReadTrail trail) {
    this.pages = pages;
    this.trail = trail;
  }

  /** HAPI keeps the search where only this ACO's paging id leads to. */
  @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
  void keep(RequestDetails details, ICachedSearchDetails search) {
    Optional.ofNullable(details)
        .flatMap(ReadInHand::in)
        .ifPresent(
            read -> {
              search.setCannotBeReused();
              read.page().ifPresent(page -> search.setUuid(page.id().storedFor(read.aco().aco())));
            });
  }

  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = FIRST)
  void answer(RequestDetails details, ResponseDetails answer) {
    ReadInHand read = ReadInHand.in(details).orElse(null);
    if (read == null) {
      return;
    }
    IBaseResource resource = answer.getResponseResource();
    if (resource instanceof Bundle bundle) {
      bundle.setId((String) null);
      bundle.getEntry().removeIf(entry -> !read.shown().contains(entry.getResource()));
      int shown = bundle.getEntry().size();
      read.page().ifPresent(page -> turn(bundle, page, read.found().get()));
      tellWhy(bundle, read);
      if (read.isCount()) {
        bundle.setLink(null);
        trail.counted(read);
      } else {
        trail.shown(read, shown);
      }
    } else if (read.shown().contains(resource)) {
      trail.shown(read, 1);
    } else {
      throw new ResourceNotFoundException("not shown");
    }
  }

  /** HAPI lets a page on which nobody is left end the search; ours leads on while there is more. */
  private void turn(Bundle bundle, Page page, int found) {
    boolean more =
        bundle.hasTotal()
            ? page.offset() + page.count() < bundle.getTotal()
            : found > 0; // fewer than were asked for, too: some may have been deleted since
    bundle.setTotalElement(null);
    bundle.setLink(null);
    bundle.addLink().setRelation(Bundle.LINK_SELF).setUrl(page.self());
    if (more) {
      bundle.addLink().setRelation(Bundle.LINK_NEXT).setUrl(pages.next(page));
    }
    if (page.offset() > 0) {
      bundle.addLink().setRelation(Bundle.LINK_PREV).setUrl(pages.previous(page));
    }
  }

  private static void tellWhy(Bundle bundle, ReadInHand read) {
    if (!read.look().isBlind()) {
      return;
    }
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.WARNING)
        .setCode(IssueType.NOTFOUND)
        .setDiagnostics(read.look().state())
        .getDetails()
        .setText(read.look().state());
    bundle.addEntry().setResource(outcome).getSearch().setMode(SearchEntryMode.OUTCOME);
  }

  /** What HAPI refuses, or has to tell only that it is as before. */
  @Hook(value = Pointcut.SERVER_HANDLE_EXCEPTION, order = FIRST)
  boolean refused(RequestDetails details, BaseServerResponseException error) {
    Optional.ofNullable(details)
        .flatMap(ReadInHand::in)
        .ifPresent(
            read -> {
              if (error.getStatusCode() == 304) {
                trail.unchanged(read);
              } else {
                trail.nothing(read.aco(), read.interaction(), read.kind());
              }
            });
    return true;
  }
}
