package io.bcda.admin;

import io.bcda.aco.AcoRegistry;
import io.bcda.admin.Paging.Page;
import io.bcda.admin.Uploads.Upload;
import io.bcda.attribution.Deliveries;
import io.bcda.attribution.Delivery;
import io.bcda.attribution.DeliveryFacts;
import io.bcda.attribution.DeliveryLog;
import io.bcda.attribution.DeliveryRecord;
import io.bcda.attribution.DeliveryRollback;
import io.bcda.attribution.RosterKind;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Attribution and preference files: sent, listed, taken back. */
@OperatorResource
final class DeliveryResource {
  private static final String ID = "{id:[0-9]{1,18}}";
  private final Deliveries deliveries;
  private final DeliveryLog log;
  private final DeliveryRollback rollback;
  private final AcoRegistry acos;
  private final Uploads uploads;

  DeliveryResource(
      Deliveries deliveries,
      DeliveryLog log,
      DeliveryRollback rollback,
      AcoRegistry acos,
      Uploads uploads) {
    this.deliveries = deliveries;
    this.log = log;
    this.rollback = rollback;
    this.acos = acos;
    this.uploads = uploads;
  }

  /**
   * What became of a file that was sent.
   *
   * @param id of the delivery that holds it; absent after a dry run
   * @param report as {@code delivery add} prints it
   */
  record Taken(
      Optional<Long> id,
      String name,
      String sha256,
      String outcome,
      List<String> notes,
      String report) {}

  /** A delivery on record. */
  record DeliveryView(
      long id,
      String name,
      String sha256,
      Instant receivedAt,
      String outcome,
      Optional<Instant> rolledBackAt,
      String kind,
      Optional<String> aco,
      Optional<Integer> performanceYear,
      Optional<Instant> fileTime,
      Optional<Integer> members,
      boolean inForce,
      List<String> notes) {}

  /** What a roll-back did, in sentences. */
  record RolledBack(List<String> notes) {}

  @PostMapping(
      path = "/deliveries",
      consumes = {"application/octet-stream", "application/zip", "text/plain", "text/csv"},
      produces = "application/json")
  ResponseEntity<Taken> add(
      @RequestParam String name,
      @RequestParam(defaultValue = "false") boolean dryRun,
      HttpServletRequest request)
      throws IOException {
    try (Upload upload = uploads.receive(request, name)) {
      Delivery delivery =
          dryRun ? deliveries.dryRun(upload.file()) : deliveries.take(upload.file());
      return answer(delivery);
    }
  }

  private ResponseEntity<Taken> answer(Delivery delivery) {
    boolean onRecord = delivery.outcome() != Delivery.Outcome.LOADABLE;
    Optional<Long> id =
        onRecord ? log.newestOf(delivery.sha256()).map(DeliveryRecord::id) : Optional.empty();
    Taken taken =
        new Taken(
            id,
            delivery.name(),
            delivery.sha256(),
            AcoResource.word(delivery.outcome()),
            delivery.notes(),
            delivery.report());
    return switch (delivery.outcome()) {
      case LOADED ->
          ResponseEntity.created(
                  URI.create(OperatorResource.BASE + "/deliveries/" + id.orElseThrow()))
              .body(taken);
      case LOADABLE, KNOWN -> ResponseEntity.ok(taken);
      case REJECTED -> throw rejected(taken);
    };
  }

  private static ApiFault rejected(Taken taken) {
    Map<String, Object> more = new LinkedHashMap<>();
    taken.id().ifPresent(id -> more.put("id", id));
    more.put("outcome", taken.outcome());
    more.put("name", taken.name());
    more.put("sha256", taken.sha256());
    more.put("notes", taken.notes());
    more.put("report", taken.report());
    return new ApiFault(422, taken.notes().get(0), more);
  }

  @GetMapping(path = "/deliveries", produces = "application/json")
  Page<DeliveryView> list(
      @RequestParam(required = false) @Nullable String aco,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    Paging paging = Paging.of(limit, after);
    return paging.page(
        log.newest(paging.toAsk(), Optional.ofNullable(aco), paging.number()),
        delivery -> String.valueOf(delivery.id()),
        DeliveryResource::view);
  }

  @GetMapping(path = "/deliveries/" + ID, produces = "application/json")
  DeliveryView get(@PathVariable long id) {
    return view(find(id));
  }

  @PostMapping(path = "/deliveries/" + ID + "/rollback", produces = "application/json")
  RolledBack rollback(@PathVariable long id) {
    find(id);
    return rolledBack(() -> rollback.delivery(id));
  }

  @PostMapping(
      path = "/acos/" + AcoResource.ID + "/rosters/{kind:current|runout}/rollback",
      produces = "application/json")
  RolledBack rollback(@PathVariable String aco, @PathVariable String kind) {
    acos.find(aco).orElseThrow(() -> ApiFault.notFound("ACO"));
    RosterKind which = kind.equals("current") ? RosterKind.CURRENT : RosterKind.RUNOUT;
    return rolledBack(() -> rollback.roster(aco, which));
  }

  /** What is there and not in force is no reason to say that it is not there. */
  private static RolledBack rolledBack(Supplier<List<String>> work) {
    try {
      return new RolledBack(work.get());
    } catch (Refusal e) {
      if (e.reason() == Reason.NOT_FOUND) {
        throw new ApiFault(409, e.detail());
      }
      throw e;
    }
  }

  private DeliveryRecord find(long id) {
    return log.find(id).orElseThrow(() -> ApiFault.notFound("delivery"));
  }

  private static DeliveryView view(DeliveryRecord delivery) {
    DeliveryFacts facts = delivery.facts();
    return new DeliveryView(
        delivery.id(),
        delivery.name(),
        delivery.sha256(),
        delivery.receivedAt(),
        AcoResource.word(delivery.outcome()),
        delivery.rolledBackAt(),
        AcoResource.word(facts.kind()),
        facts.aco(),
        facts.performanceYear(),
        facts.fileTime(),
        facts.members(),
        delivery.inForce(),
        delivery.notes());
  }
}
