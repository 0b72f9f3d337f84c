package io.bcda.api;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.bcda.api.AcoRequest.Interaction;
import io.bcda.api.ReadInHand.Page;
import io.bcda.attribution.NamedResources;
import io.bcda.attribution.VisibleNow;
import io.bcda.attribution.VisibleNow.Look;
import io.bcda.auth.SignedInAco;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Lets ACOs read and search what they may see (docs/fhir-reads.md). What may not be seen is not
 * looked for at all: a read ends here, a search goes on among what may be seen only. {@link
 * AttributionConsent} looks once more at whatever HAPI then finds.
 */
@Component
class AcoDoor {
  /** A search of one person's resources has some hundred; the database takes 65535 values. */
  private static final int MOST_FOUND = 20_000;

  private final Caller caller;
  private final VisibleNow visible;
  private final SearchPages pages;
  private final ReadTrail trail;
  private final ReadPace pace;

  AcoDoor(Caller caller, VisibleNow visible, SearchPages pages, ReadTrail trail, ReadPace pace) {
    this.caller = caller;
    this.pace = pace;
    this.visible = visible;
    this.pages = pages;
    this.trail = trail;
  }

  /**
   * Checks a request, and makes of it what HAPI is to do.
   *
   * @throws Refusal if the ACO may not, if it cannot be understood, or if there is nothing that it
   *     may see
   * @throws HttpFault 410 for a page that is no more
   */
  void admit(AcoRequest asked, ServletRequestDetails details, HttpServletResponse response) {
    response.setHeader(Constants.HEADER_CACHE_CONTROL, Constants.CACHE_CONTROL_NO_STORE);
    SignedInAco aco = caller.current();
    pace.enter(aco.clientId(), details);
    switch (asked.interaction()) {
      case READ -> read(aco, asked.kind().orElseThrow(), asked.id().orElseThrow(), details);
      case SEARCH -> search(aco, asked.kind().orElseThrow(), details);
      case PAGE -> page(aco, details);
    }
  }

  private void read(SignedInAco aco, ResourceKind kind, String id, ServletRequestDetails details) {
    aco.require(Interaction.READ.permission(), kind);
    if (!SystemRequest.FORM.containsAll(details.getParameters().keySet())) {
      throw new Refusal(Reason.NOT_SUPPORTED, "A read takes no parameter but _format and _pretty");
    }
    Look look = visible.look(aco.aco());
    if (look.isBlind() || visible.find(look, NamedResources.one(kind, id)).isEmpty()) {
      trail.nothing(aco, Interaction.READ, kind);
      look.require();
      throw new HttpFault(404, OutcomeMapping.NOTHING_HERE);
    }
    ReadInHand.of(aco, Interaction.READ, kind, look, Optional.empty()).keepIn(details);
  }

  private void search(SignedInAco aco, ResourceKind kind, ServletRequestDetails details) {
    aco.require(Interaction.SEARCH.permission(), kind);
    HttpServletRequest request = details.getServletRequest();
    checkUrl(request);
    SearchQuery query = SearchQuery.of(kind, details.getParameters(), pages.base());
    Look look = visible.look(aco.aco());
    List<String> ids = visible.find(look, query.named());
    if (ids.size() > MOST_FOUND) {
      throw new Refusal(
          Reason.NOT_SUPPORTED, "There is more than a search can be made among; use the export");
    }
    Page page = pages.first(kind, query, request);
    ask(details, query.among(ids, page.count()));
    Optional<Page> kept = Optional.of(page).filter(p -> !query.isCount());
    ReadInHand.of(aco, Interaction.SEARCH, kind, look, kept).keepIn(details);
  }

  private void page(SignedInAco aco, ServletRequestDetails details) {
    Page page = pages.further(details.getParameters());
    ResourceKind kind = page.id().kind();
    aco.require(Interaction.PAGE.permission(), kind);
    ask(details, pages.forHapi(page, aco.aco()));
    ReadInHand.of(aco, Interaction.PAGE, kind, visible.look(aco.aco()), Optional.of(page))
        .keepIn(details);
  }

  /** Has HAPI do this instead of what was asked. */
  private static void ask(ServletRequestDetails details, Map<String, String[]> parameters) {
    String[] pretty = details.getParameters().get(Constants.PARAM_PRETTY);
    if (pretty != null) {
      parameters.put(Constants.PARAM_PRETTY, pretty);
    }
    details.setParameters(parameters);
    details.setServletRequest(new PlainRequest(details.getServletRequest()));
  }

  /** URLs are logged by proxies, and kept by clients: who somebody is does not belong there. */
  private static void checkUrl(HttpServletRequest request) {
    QueryParameters url = QueryParameters.parse(request.getQueryString());
    if (url.names().contains("identifier")) {
      throw new Refusal(
              Reason.NOT_SUPPORTED,
              "An identifier does not belong into a URL: send it in the form of POST Patient/_search")
          .at("identifier");
    }
    if (request.getMethod().equals("POST") && !SystemRequest.FORM.containsAll(url.names())) {
      throw new Refusal(
          Reason.NOT_SUPPORTED, "The parameters of _search are sent in its form, not in its URL");
    }
  }
}
