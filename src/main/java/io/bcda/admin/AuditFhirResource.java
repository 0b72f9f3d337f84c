package io.bcda.admin;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import io.bcda.admin.AuditResource.Filters;
import io.bcda.admin.Paging.Page;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditLog;
import io.bcda.audit.AuditQuery;
import io.bcda.audit.AuditTrail;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The audit trail as FHIR R4 AuditEvents: a page as a searchset, or all that matches as NDJSON. */
@OperatorResource
final class AuditFhirResource {
  private final AuditLog log;
  private final AuditTrail audit;
  private final FhirContext fhir;

  AuditFhirResource(AuditLog log, AuditTrail audit, FhirContext fhir) {
    this.log = log;
    this.audit = audit;
    this.fhir = fhir;
  }

  @GetMapping(path = "/audit-events", produces = "application/fhir+json")
  void page(
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String aco,
      @RequestParam(required = false) @Nullable String client,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Paging paging = Paging.of(limit, after);
    AuditQuery query = new Filters(kind, aco, client, from, to).parse();
    var before = paging.number();
    read(query);
    Page<AuditEvent> page =
        paging.page(
            log.newest(query, before, paging.toAsk()),
            event -> String.valueOf(event.id()),
            FhirAuditEvent::of);
    response.setContentType("application/fhir+json");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    fhir.newJsonParser().encodeResourceToWriter(bundle(page, request), response.getWriter());
  }

  @GetMapping(path = "/audit-events", produces = "application/fhir+ndjson")
  void export(
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String aco,
      @RequestParam(required = false) @Nullable String client,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      HttpServletResponse response)
      throws IOException {
    AuditQuery query = new Filters(kind, aco, client, from, to).parse();
    read(query);
    response.setContentType("application/fhir+ndjson");
    OutputStream out = response.getOutputStream();
    IParser parser = fhir.newJsonParser();
    log.each(
        query,
        event -> {
          String line = parser.encodeResourceToString(FhirAuditEvent.of(event)) + "\n";
          try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    out.flush();
  }

  private void read(AuditQuery query) {
    audit.append(AuditKind.AUDIT_READ, null, null, null, query.toString());
  }

  private static Bundle bundle(Page<AuditEvent> page, HttpServletRequest request) {
    Bundle bundle = new Bundle().setType(Bundle.BundleType.SEARCHSET);
    var url = ServletUriComponentsBuilder.fromRequest(request);
    bundle.addLink().setRelation("self").setUrl(url.build(true).toUriString());
    page.next()
        .ifPresent(
            next ->
                bundle
                    .addLink()
                    .setRelation("next")
                    .setUrl(url.replaceQueryParam("after", next).build(true).toUriString()));
    for (AuditEvent event : page.items()) {
      bundle
          .addEntry()
          .setFullUrl("urn:uuid:" + uuid(event))
          .setResource(event)
          .getSearch()
          .setMode(Bundle.SearchEntryMode.MATCH);
    }
    return bundle;
  }

  /** An event has no place of its own, and the same name on every page. */
  private static UUID uuid(AuditEvent event) {
    String name = "audit_event " + event.getIdElement().getIdPart();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
