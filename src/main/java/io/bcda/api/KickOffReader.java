package io.bcda.api;

import ca.uhn.fhir.context.FhirContext;
import io.bcda.export.ExportLevel;
import io.bcda.export.KickOffManner;
import io.bcda.export.KickOffManner.Method;
import io.bcda.logs.Mask;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.PublicUrl;
import io.bcda.store.ResourceFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a kick-off from a request, by GET or POST, in BCDA's order: parameters, then headers. */
@Component
class KickOffReader {
  private final PublicUrl publicUrl;
  private final ExportParameters.Knowledge knowledge;
  private final LongBodies bodies = new LongBodies(2);

  KickOffReader(PublicUrl publicUrl, FhirContext r4) {
    this.publicUrl = publicUrl;
    this.knowledge =
        new ExportParameters.Knowledge(
            new TypeFilters(ResourceFilter::parse),
            new RootElements(r4),
            new PatientReferences(publicUrl.base() + JobUrls.FHIR_BASE));
  }

  /**
   * @param level empty for a group that does not exist
   * @throws Refusal MALFORMED, NOT_SUPPORTED, naming the parameter or header; BUSY
   * @throws HttpFault for a body that is too long or of another media type
   */
  KickOff read(HttpServletRequest http, Optional<ExportLevel> level) {
    KickOffHeaders headers =
        KickOffHeaders.of(
            Collections.list(http.getHeaders("Accept")),
            Collections.list(http.getHeaders("Prefer")));
    Method method = http.getMethod().equals("POST") ? Method.POST : Method.GET;
    QueryParameters values = method == Method.POST ? posted(http) : query(http.getQueryString());
    ExportParameters parameters =
        ExportParameters.parse(
            new KickOffInput(values, method, level), headers.handling(), knowledge);
    headers.require();
    KickOffManner manner = new KickOffManner(method, headers.statusForm(), parameters.partial());
    return new KickOff(parameters, manner, url(http));
  }

  private QueryParameters posted(HttpServletRequest http) {
    if (!QueryParameters.parse(http.getQueryString()).names().isEmpty()) {
      throw new Refusal(
          Reason.MALFORMED, "The parameters of a POST stand in its body; its URL takes none");
    }
    return bodies.parse(KickOffBody.read(http), KickOffBody::parse);
  }

  /** The URL is kept with the job, and logged by whatever stands between. */
  private static QueryParameters query(@Nullable String text) {
    QueryParameters query = QueryParameters.parse(text);
    if (holdsIdentifier(query)) {
      throw new Refusal(
          Reason.MALFORMED,
          "The URL holds what looks like a person's identifier, and URLs are kept and logged; send"
              + " it by POST");
    }
    return query;
  }

  private static boolean holdsIdentifier(QueryParameters query) {
    Stream<String> texts =
        Stream.concat(
            query.names().stream(), query.values().values().stream().flatMap(List::stream));
    return query.names().stream().anyMatch(n -> n.startsWith("identifier"))
        || texts.anyMatch(t -> Mask.holdsPerson(t) || Mask.holdsPerson(TypeFilters.decoded(t)));
  }

  /** The URL as the client sent it, but for the host, which is ours to say. */
  private String url(HttpServletRequest http) {
    String query = http.getQueryString() == null ? "" : "?" + http.getQueryString();
    return publicUrl.base() + http.getRequestURI() + query;
  }
}
