package io.bcda.api;

import io.bcda.attribution.AttributionStatus;
import io.bcda.attribution.AttributionStatuses;
import io.bcda.attribution.Roster;
import io.bcda.attribution.RosterKind;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which attribution the ACO's exports stand on. */
@RestController
class AttributionStatusController {
  static final String PATH = JobUrls.FHIR_BASE + "/attribution_status";
  private final AttributionStatuses statuses;
  private final Caller caller;

  AttributionStatusController(AttributionStatuses statuses, Caller caller) {
    this.statuses = statuses;
    this.caller = caller;
  }

  @GetMapping(PATH)
  ResponseEntity<Object> status() {
    List<AttributionStatus> all = statuses.of(caller.current().aco());
    List<Map<String, Object>> dates =
        all.stream()
            .flatMap(s -> s.roster().stream())
            .map(AttributionStatusController::date)
            .toList();
    if (dates.isEmpty()) {
      throw new Refusal(Reason.NOT_FOUND, "No attribution has been delivered for this ACO yet");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ingestion_dates", dates);
    json.put("attribution", all.stream().map(AttributionStatusController::details).toList());
    return ResponseEntity.ok()
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .contentType(MediaType.APPLICATION_JSON)
        .body(json);
  }

  /** BCDA's part: the time of the delivered file, to the second. */
  private static Map<String, Object> date(Roster roster) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("timestamp", roster.fileTime().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put(
        "type",
        roster.kind() == RosterKind.CURRENT ? "last_attribution_update" : "last_runout_update");
    return json;
  }

  private static Map<String, Object> details(AttributionStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", status.kind().name().toLowerCase(Locale.ROOT));
    json.put("state", status.validity().state().name().toLowerCase(Locale.ROOT));
    json.put("reason", status.validity().sentence());
    status
        .roster()
        .ifPresent(
            roster -> {
              json.put("performanceYear", roster.performanceYear());
              json.put("fileTime", Instants.fhir(roster.fileTime()));
              json.put("loadedAt", Instants.fhir(roster.loadedAt()));
              json.put("members", roster.members());
            });
    status.validity().validUntil().ifPresent(t -> json.put("validUntil", Instants.fhir(t)));
    return json;
  }
}
