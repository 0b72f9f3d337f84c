package io.bcda.api;

import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.bcda.api.SystemRequest.Interaction;
import io.bcda.auth.SignedInSystem;
import io.bcda.loading.ResourceCheck;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.store.ResourceKind;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/**
 * What a system client may ask of the FHIR servlet, and with which body. HAPI then gets the
 * resource as it was read and checked here.
 */
@Component
class SystemDoor {
  private final ResourceCheck check;

  SystemDoor(ResourceCheck check) {
    this.check = check;
  }

  /**
   * @throws Refusal if it may not, or what it sent cannot be taken
   * @throws HttpFault 405, 413, 415
   */
  void admit(SignedInSystem client, List<String> path, ServletRequestDetails details) {
    HttpServletRequest http = details.getServletRequest();
    Set<String> parameters = details.getParameters().keySet();
    SystemRequest asked = SystemRequest.of(http.getMethod(), path, parameters);
    Interaction interaction = asked.interaction();
    if (interaction != Interaction.BUNDLE && interaction != Interaction.PAGE) {
      client.require(interaction.permission(), asked.kind().orElseThrow());
    }
    if (interaction == Interaction.PAGE) {
      // A page may hold any type; it was searched by a token that could see it.
      List<ResourceKind> open = Arrays.stream(ResourceKind.values()).filter(client::opens).toList();
      if (open.isEmpty()) {
        throw new Refusal(Reason.INSUFFICIENT_SCOPE, "The token's scopes open none of our types");
      }
      open.forEach(kind -> client.require(interaction.permission(), kind));
    }
    if (interaction.isWrite()) {
      WriteHeaders.check(http);
      WriteTrail.expect(details, written(client, asked, details));
    }
  }

  private Written written(
      SignedInSystem client, SystemRequest asked, ServletRequestDetails details) {
    HttpServletRequest http = details.getServletRequest();
    if (asked.interaction() == Interaction.DELETE) {
      // HAPI heeds If-Match for updates only, but a version in the id for both.
      WriteHeaders.ifMatch(http).ifPresent(v -> details.setId(details.getId().withVersion(v)));
      return one(asked);
    }
    Resource resource = body(details);
    if (asked.interaction() == Interaction.BUNDLE) {
      return bundle(client, resource);
    }
    ResourceKind kind = asked.kind().orElseThrow();
    if (!kind.fhirType().equals(resource.fhirType())) {
      throw new Refusal(Reason.MALFORMED, "The resource is not of the type of the URL");
    }
    if (asked.id().filter(id -> !id.equals(resource.getIdElement().getIdPart())).isPresent()) {
      throw new Refusal(Reason.MALFORMED, "The resource's id is not that of the URL");
    }
    WriteHeaders.ifMatch(http);
    check.check(resource, Set.of());
    return one(asked);
  }

  private Written bundle(SignedInSystem client, Resource resource) {
    if (!(resource instanceof Bundle bundle)) {
      throw new Refusal(Reason.MALFORMED, "A Bundle is expected here");
    }
    Written written = new WriteBundle(bundle, check).checked();
    written.changes().forEach(c -> client.require(c.verb(), c.kind()));
    return written;
  }

  private Resource body(ServletRequestDetails details) {
    WriteHeaders.checkJson(details.getServletRequest());
    Resource resource = check.parse(details.loadRequestContents());
    details.setRequestContents(new byte[0]); // it would lie in memory a second time
    details.setResource(resource);
    return resource;
  }

  private static Written one(SystemRequest asked) {
    return new Written(
        asked.interaction().name().toLowerCase(java.util.Locale.ROOT),
        List.of(new Written.Change(asked.interaction().permission(), asked.kind().orElseThrow())));
  }
}
