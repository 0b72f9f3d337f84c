package io.bcda.api;

import io.bcda.auth.Permission;
import io.bcda.loading.ResourceCheck;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;

/**
 * The rules for a Bundle of writes: a transaction or a batch of POST, PUT and DELETE on our types,
 * by plain relative URLs. One entry against them, and nothing of the Bundle is written.
 */
final class WriteBundle {
  private static final String URN = "urn:";
  private final Bundle bundle;
  private final ResourceCheck check;

  WriteBundle(Bundle bundle, ResourceCheck check) {
    this.bundle = bundle;
    this.check = check;
  }

  /**
   * What it writes; afterwards its resources have the ids of their URLs.
   *
   * @throws Refusal FORBIDDEN for what a Bundle may not do, MALFORMED or NOT_SUPPORTED for the rest
   */
  Written checked() {
    BundleType type = bundle.getType();
    if (type != BundleType.TRANSACTION && type != BundleType.BATCH) {
      throw new Refusal(Reason.MALFORMED, "A Bundle here is a transaction or a batch");
    }
    if (bundle.getEntry().isEmpty()) {
      throw new Refusal(Reason.MALFORMED, "The Bundle has no entry");
    }
    Set<String> placeholders = type == BundleType.TRANSACTION ? placeholders() : Set.of();
    Set<String> named = new HashSet<>();
    List<Written.Change> changes = new ArrayList<>();
    for (int i = 0; i < bundle.getEntry().size(); i++) {
      BundleEntryComponent entry = bundle.getEntry().get(i);
      try {
        changes.add(checked(entry, placeholders));
        if (entry.getRequest().getMethod() != HTTPVerb.POST
            && !named.add(entry.getRequest().getUrl())) {
          throw new Refusal(Reason.MALFORMED, "the same resource appears before");
        }
      } catch (Refusal e) {
        throw new Refusal(e.reason(), "Entry " + i + " of the Bundle: " + e.detail());
      }
    }
    return new Written(type.toCode(), changes);
  }

  /** The fullUrls by which claims may refer to Patients that this Bundle makes. */
  private Set<String> placeholders() {
    return bundle.getEntry().stream()
        .filter(e -> e.getRequest().getMethod() == HTTPVerb.POST)
        .filter(e -> "Patient".equals(e.getRequest().getUrl()))
        .map(BundleEntryComponent::getFullUrl)
        .filter(url -> url != null && url.startsWith(URN))
        .collect(Collectors.toSet());
  }

  private Written.Change checked(BundleEntryComponent entry, Set<String> placeholders) {
    BundleEntryRequestComponent request = entry.getRequest();
    HTTPVerb verb = request.getMethod();
    if (verb != HTTPVerb.POST && verb != HTTPVerb.PUT && verb != HTTPVerb.DELETE) {
      throw new Refusal(Reason.FORBIDDEN, "only POST, PUT and DELETE are done here");
    }
    refuseConditions(request);
    String[] url = Optional.ofNullable(request.getUrl()).orElse("").split("/", -1);
    ResourceKind kind =
        ResourceKind.ofFhirType(url[0])
            .filter(k -> url.length == (verb == HTTPVerb.POST ? 1 : 2))
            .filter(k -> url.length == 1 || SystemRequest.ID.matcher(url[1]).matches())
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.FORBIDDEN,
                        "request.url is Type for POST and Type/id for PUT and DELETE; the types are"
                            + " Patient, Coverage, ExplanationOfBenefit"));
    if (verb == HTTPVerb.DELETE) {
      if (entry.hasResource()) {
        throw new Refusal(Reason.MALFORMED, "a DELETE has no resource");
      }
      return new Written.Change(Permission.DELETE, kind);
    }
    Resource resource = resource(entry, kind);
    if (verb == HTTPVerb.PUT) {
      name(resource, kind, url[1]);
    }
    check.check(resource, placeholders);
    return new Written.Change(verb == HTTPVerb.PUT ? Permission.UPDATE : Permission.CREATE, kind);
  }

  private static void refuseConditions(BundleEntryRequestComponent request) {
    if (request.hasIfNoneExist() || request.hasIfNoneMatch() || request.hasIfModifiedSince()) {
      throw new Refusal(Reason.NOT_SUPPORTED, "conditional writes are not done here");
    }
    if (request.hasIfMatch()) {
      if (request.getMethod() != HTTPVerb.PUT) {
        throw new Refusal(Reason.NOT_SUPPORTED, "ifMatch goes with PUT only");
      }
      WriteHeaders.version(request.getIfMatch());
    }
    if (request.hasExtension() || request.hasModifierExtension()) {
      throw new Refusal(Reason.NOT_SUPPORTED, "extensions of a request are not honoured here");
    }
  }

  private static Resource resource(BundleEntryComponent entry, ResourceKind kind) {
    Resource resource = entry.getResource();
    if (resource == null || !kind.fhirType().equals(resource.fhirType())) {
      throw new Refusal(Reason.MALFORMED, "the resource is not of the type of request.url");
    }
    return resource;
  }

  /** A fullUrl that is an URN has taken the place of the id by now. */
  private static void name(Resource resource, ResourceKind kind, String id) {
    String own = resource.getIdElement().getIdPart();
    if (own != null && !own.startsWith(URN) && !own.equals(id)) {
      throw new Refusal(Reason.MALFORMED, "the resource's id is not that of request.url");
    }
    resource.setId(kind.fhirType() + "/" + id);
  }
}
