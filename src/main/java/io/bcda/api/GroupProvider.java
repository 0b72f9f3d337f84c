package io.bcda.api;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import io.bcda.aco.AcoGroup;
import io.bcda.attribution.AttributedGroup;
import io.bcda.attribution.AttributedGroups;
import io.bcda.attribution.Roster;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.PublicUrl;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Group.GroupType;
import org.hl7.fhir.r4.model.IdType;
import org.springframework.stereotype.Component;

/**
 * The groups of people for which an ACO may ask, as FHIR Groups. They are made on read and never
 * stored; they say how many people they have and never who (docs/clarifications.md, "Group").
 */
@Component
class GroupProvider implements IResourceProvider {
  static final String TYPE = "Group";
  private final AttributedGroups groups;
  private final PublicUrl publicUrl;
  private final Caller caller;

  GroupProvider(AttributedGroups groups, PublicUrl publicUrl, Caller caller) {
    this.groups = groups;
    this.publicUrl = publicUrl;
    this.caller = caller;
  }

  @Override
  public Class<? extends IBaseResource> getResourceType() {
    return Group.class;
  }

  /** One group. */
  @Read
  public Group read(@IdParam IdType id) {
    return answer(
        () -> {
          AcoGroup group = AcoGroup.of(id.getIdPart()).orElseThrow(GroupProvider::unknown);
          return resource(groups.of(caller.current().aco(), group));
        });
  }

  /** All groups of the ACO's model. */
  @Search
  public Bundle all() {
    return answer(() -> bundle(groups.of(caller.current().aco())));
  }

  /** The refusal of a group that there is nowhere. */
  static Refusal unknown() {
    return new Refusal(Reason.NOT_FOUND, "There is no such group. The groups are all, new, runout");
  }

  /** HAPI logs an error for a refusal that is thrown through it, but not for its own exception. */
  private static <T> T answer(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (Refusal refusal) {
      ResourceNotFoundException known = new ResourceNotFoundException(refusal.detail());
      known.initCause(refusal); // which says what is answered
      throw known;
    }
  }

  private Bundle bundle(List<AttributedGroup> found) {
    String base = publicUrl.base() + JobUrls.FHIR_BASE + "/" + TYPE;
    Bundle bundle = new Bundle().setType(BundleType.SEARCHSET).setTotal(found.size());
    bundle.addLink().setRelation("self").setUrl(base);
    for (AttributedGroup group : found) {
      bundle
          .addEntry()
          .setFullUrl(base + "/" + group.group().id())
          .setResource(resource(group))
          .getSearch()
          .setMode(SearchEntryMode.MATCH);
    }
    return bundle;
  }

  private static Group resource(AttributedGroup found) {
    Group group = new Group();
    group.setId(found.group().id());
    found
        .attribution()
        .roster()
        .map(Roster::loadedAt)
        .ifPresent(at -> group.getMeta().setLastUpdated(Date.from(at)));
    return group
        .setActive(found.attribution().validity().isUsable())
        .setType(GroupType.PERSON)
        .setActual(true)
        .setName(name(found.group()))
        .setQuantity(Math.toIntExact(found.people()));
  }

  private static String name(AcoGroup group) {
    return switch (group) {
      case ALL -> "All people attributed now";
      case NEW -> "People who came with the present attribution";
      case RUNOUT -> "People attributed last year, for late claims";
    };
  }
}
