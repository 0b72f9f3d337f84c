package io.bcda.api;

import io.bcda.api.ReadInHand.Page;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.PublicUrl;
import io.bcda.store.ResourceKind;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The pages of ACOs' searches: how large, how long, and by which links. */
@Component
class SearchPages {
  private static final Set<String> PARAMETERS =
      Set.of("_getpages", "_getpagesoffset", "_count", "_format", "_pretty");
  private final SecureRandom random = new SecureRandom();
  private final PublicUrl publicUrl;
  private final ReadSettings settings;
  private final Clock clock;

  SearchPages(PublicUrl publicUrl, ReadSettings settings, Clock clock) {
    this.publicUrl = publicUrl;
    this.settings = settings;
    this.clock = clock;
  }

  /** The FHIR base of this server. */
  String base() {
    return publicUrl.base() + JobUrls.FHIR_BASE;
  }

  /** The first page of a search. What was in the form of a POST is in no link. */
  Page first(ResourceKind kind, SearchQuery query, HttpServletRequest request) {
    String type = base() + "/" + kind.fhirType();
    String asked = request.getQueryString();
    boolean byUrl = request.getMethod().equals("GET") && asked != null;
    int count = query.count().orElse(settings.pageSize());
    return new Page(
        PagingId.fresh(kind, clock.instant(), random),
        byUrl ? type + "?" + asked : type,
        0,
        Math.min(count, settings.largestPage()));
  }

  /**
   * A further page.
   *
   * @throws Refusal NOT_SUPPORTED or MALFORMED for its parameters, GONE for an id that is none or
   *     whose time is over
   */
  Page further(Map<String, String[]> given) {
    if (!PARAMETERS.containsAll(given.keySet())) {
      throw new Refusal(
          Reason.NOT_SUPPORTED,
          "A page takes the parameters of its link only: _getpages, _getpagesoffset, _count");
    }
    PagingId id =
        PagingId.parse(value(given, "_getpages", "")).filter(this::isKept).orElseThrow(this::gone);
    int offset = SearchValues.number("_getpagesoffset", value(given, "_getpagesoffset", "0"), 0);
    int count =
        SearchValues.number(
            "_count", value(given, "_count", Integer.toString(settings.pageSize())), 1);
    int size = Math.min(count, settings.largestPage());
    return new Page(id, link(id, offset, size), offset, size);
  }

  private boolean isKept(PagingId id) {
    return clock.instant().isBefore(id.made().plus(settings.keepSearches()));
  }

  /** As HAPI's answer to an id that it does not know. */
  private HttpFault gone() {
    return new HttpFault(410, OutcomeMapping.GONE);
  }

  private static String value(Map<String, String[]> given, String name, String otherwise) {
    String[] values = given.getOrDefault(name, new String[] {otherwise});
    SearchValues.require(values.length == 1, name, "may be given only once");
    return values[0];
  }

  /** What HAPI is asked for a page. */
  Map<String, String[]> forHapi(Page page, String aco) {
    Map<String, String[]> parameters = new HashMap<>();
    parameters.put("_getpages", new String[] {page.id().storedFor(aco)});
    parameters.put("_getpagesoffset", new String[] {Integer.toString(page.offset())});
    parameters.put("_count", new String[] {Integer.toString(page.count())});
    parameters.put("_bundletype", new String[] {"searchset"}); // as in HAPI's own links
    return parameters;
  }

  String next(Page page) {
    return link(page.id(), page.offset() + page.count(), page.count());
  }

  String previous(Page page) {
    return link(page.id(), Math.max(0, page.offset() - page.count()), page.count());
  }

  private String link(PagingId id, int offset, int count) {
    return "%s?_getpages=%s&_getpagesoffset=%d&_count=%d"
        .formatted(base(), id.text(), offset, count);
  }
}
