package io.bcda.admin;

import io.bcda.aco.Aco;
import io.bcda.aco.AcoGroup;
import io.bcda.aco.AcoModel;
import io.bcda.aco.AcoModels;
import io.bcda.aco.AcoRegistry;
import io.bcda.admin.Paging.Page;
import io.bcda.attribution.AcoTerms;
import io.bcda.attribution.Participation;
import io.bcda.attribution.Participation.Bound;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** ACOs and their terms, and the models that there are. */
@OperatorResource
final class AcoResource {
  /** What an ACO's id can look like; anything else is at no path. */
  static final String ID = "{aco:[A-Za-z0-9-]{1,20}}";

  private final AcoRegistry acos;
  private final AcoModels models;
  private final AcoTerms terms;

  AcoResource(AcoRegistry acos, AcoModels models, AcoTerms terms) {
    this.acos = acos;
    this.models = models;
    this.terms = terms;
  }

  /** An ACO to be made; without a name, its id is its name. */
  record NewAco(@Nullable String id, @Nullable String model, @Nullable String name) {}

  /**
   * How an ACO's participation ended.
   *
   * @param attribution,claims {@code ended}, which is usual, or {@code latest}
   * @param accessUntil last day of access
   */
  record Terms(
      @Nullable LocalDate endedOn,
      @Nullable String attribution,
      @Nullable String claims,
      @Nullable LocalDate accessUntil) {}

  /** An ACO as operators see it. */
  record AcoView(String id, String name, String model, String status, Optional<Terms> terms) {}

  /** A model. */
  record ModelView(
      String name, String title, String example, List<String> groups, String attributionFiles) {}

  /**
   * What a restoring did.
   *
   * @param changed false if there was nothing to restore
   */
  record Restored(AcoView aco, boolean changed, String note) {}

  @GetMapping(path = "/models", produces = "application/json")
  List<ModelView> models() {
    return models.all().stream().map(AcoResource::view).toList();
  }

  @GetMapping(path = "/acos", produces = "application/json")
  Page<AcoView> list(
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String after) {
    return Paging.of(limit, after).of(acos.all(), Aco::cmsId, this::view);
  }

  @PostMapping(path = "/acos", consumes = "application/json", produces = "application/json")
  ResponseEntity<AcoView> create(@RequestBody NewAco asked) {
    String id = required(asked.id(), "id");
    String name = asked.name() == null ? id : required(asked.name(), "name");
    Aco aco = terms.register(id, name, required(asked.model(), "model"), "created");
    URI place = URI.create(OperatorResource.BASE + "/acos/" + aco.cmsId());
    return ResponseEntity.created(place).body(view(aco));
  }

  @GetMapping(path = "/acos/" + ID, produces = "application/json")
  AcoView get(@PathVariable String aco) {
    return view(find(aco));
  }

  @PutMapping(
      path = "/acos/" + ID + "/terms",
      consumes = "application/json",
      produces = "application/json")
  AcoView limit(@PathVariable String aco, @RequestBody Terms asked) {
    if (asked.endedOn() == null) {
      throw missing("endedOn");
    }
    Participation ended =
        new Participation(asked.endedOn(), bound(asked.attribution()), bound(asked.claims()));
    terms.limit(aco, ended, Optional.ofNullable(asked.accessUntil()));
    return view(find(aco));
  }

  @PostMapping(path = "/acos/" + ID + "/deny", produces = "application/json")
  AcoView deny(@PathVariable String aco) {
    terms.deny(aco);
    return view(find(aco));
  }

  @PostMapping(path = "/acos/" + ID + "/restore", produces = "application/json")
  Restored restore(@PathVariable String aco) {
    AcoView before = view(find(aco));
    if (before.status().equals("active") && before.terms().isEmpty()) {
      return new Restored(before, false, "The ACO takes part without limits; nothing was done");
    }
    terms.restore(aco);
    return new Restored(view(find(aco)), true, "The ACO takes part as before");
  }

  private Aco find(String id) {
    return acos.find(id).orElseThrow(() -> ApiFault.notFound("ACO"));
  }

  private AcoView view(Aco aco) {
    Optional<LocalDate> until = acos.accessUntil(aco.cmsId());
    Optional<Participation> ended = terms.of(aco.cmsId());
    Optional<Terms> bounds =
        ended.map(
            e ->
                new Terms(
                    e.endedOn(), word(e.attribution()), word(e.claims()), until.orElse(null)));
    return new AcoView(aco.cmsId(), aco.name(), aco.model(), word(aco.status()), bounds);
  }

  private static ModelView view(AcoModel model) {
    return new ModelView(
        model.name(),
        model.title(),
        model.example(),
        model.groups().stream().sorted().map(AcoGroup::id).toList(),
        model.files().delivered().toString());
  }

  private static Bound bound(@Nullable String word) {
    return switch (word == null ? "ended" : word) {
      case "ended" -> Bound.ENDED;
      case "latest" -> Bound.LATEST;
      default -> throw new ApiFault(400, "attribution and claims are ended or latest");
    };
  }

  /** How an enum's value is written in JSON. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static String required(@Nullable String value, String member) {
    if (value == null) {
      throw missing(member);
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new ApiFault(400, "The member " + member + " holds a control character");
    }
    return value;
  }

  private static ApiFault missing(String member) {
    return new ApiFault(400, "The member " + member + " is missing");
  }
}
