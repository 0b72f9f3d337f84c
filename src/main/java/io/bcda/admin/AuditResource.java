package io.bcda.admin;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bcda.admin.Paging.Page;
import io.bcda.audit.AuditEntry;
import io.bcda.audit.AuditKind;
import io.bcda.audit.AuditLog;
import io.bcda.audit.AuditQuery;
import io.bcda.audit.AuditTrail;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The audit trail: a page as JSON, or all that matches as NDJSON. Who reads it is told on it first.
 * {@link AuditFhirResource} has the same as FHIR.
 */
@OperatorResource
final class AuditResource {
  private static final JsonMapper JSON = OperatorAdapter.json();
  private final AuditLog log;
  private final AuditTrail audit;

  AuditResource(AuditLog log, AuditTrail audit) {
    this.log = log;
    this.audit = audit;
  }

  /** An event. */
  record EventView(
      long id,
      Instant at,
      String kind,
      Optional<String> aco,
      Optional<String> client,
      Optional<String> subject,
      Optional<String> address,
      String outcome) {}

  /** The query's filters, as they were sent. */
  record Filters(
      @Nullable String kind,
      @Nullable String aco,
      @Nullable String client,
      @Nullable String from,
      @Nullable String to) {
    AuditQuery parse() {
      return new AuditQuery(
          Optional.ofNullable(kind).map(AuditResource::kind),
          Optional.ofNullable(aco).map(AuditResource::plain),
          Optional.ofNullable(client).map(AuditResource::anyClient),
          Optional.ofNullable(from).map(AuditResource::time),
          Optional.ofNullable(to).map(AuditResource::time));
    }
  }

  @GetMapping(path = "/audit-events", produces = "application/json")
  Page<EventView> page(
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String aco,
      @RequestParam(required = false) @Nullable String client,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    Paging paging = Paging.of(limit, after);
    AuditQuery query = new Filters(kind, aco, client, from, to).parse();
    var before = paging.number();
    read(query);
    return paging.page(
        log.newest(query, before, paging.toAsk()),
        event -> String.valueOf(event.id()),
        AuditResource::view);
  }

  @GetMapping(path = "/audit-events", produces = "application/x-ndjson")
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
    response.setContentType("application/x-ndjson");
    OutputStream out = response.getOutputStream();
    log.each(
        query,
        event -> {
          try {
            out.write(JSON.writeValueAsBytes(view(event)));
            out.write('\n');
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    out.flush();
  }

  private void read(AuditQuery query) {
    audit.append(AuditKind.AUDIT_READ, null, null, null, query.toString());
  }

  private static EventView view(AuditEntry event) {
    return new EventView(
        event.id(),
        event.at(),
        AcoResource.word(event.kind()),
        event.aco(),
        event.client(),
        event.subject(),
        event.address(),
        event.outcome());
  }

  private static AuditKind kind(String word) {
    return Arrays.stream(AuditKind.values())
        .filter(k -> AcoResource.word(k).equals(word))
        .findFirst()
        .orElseThrow(() -> new ApiFault(400, "kind is one that events have, such as token_issued"));
  }

  /** What is looked for is told on the trail, so it must not be anything. */
  private static String plain(String id) {
    if (!id.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new ApiFault(400, "aco is a CMS id");
    }
    return id;
  }

  /** Those of external issuers have a colon, and whatever their issuer takes for an id. */
  private static String anyClient(String id) {
    if (!id.matches("[\\x21-\\x7e]{1,100}")) {
      throw new ApiFault(400, "client is a client's id");
    }
    return id;
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new ApiFault(400, "from and to are times such as 2026-11-30T00:00:00Z");
    }
  }
}
