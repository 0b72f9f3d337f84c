package io.bcda.store;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/**
 * A resource whose line had HAPI's form already, so that its body is known without parsing it.
 * Immutable.
 */
public final class CanonicalResource extends Incoming {
  private final StoredBody body;
  private final ResourceFacts facts;
  private final Indexed indexed;
  private final FhirContext fhir;

  CanonicalResource(
      String fhirId, StoredBody body, ResourceFacts facts, Indexed indexed, FhirContext fhir) {
    super(facts.kind(), fhirId);
    this.body = body;
    this.facts = facts;
    this.indexed = indexed;
    this.fhir = fhir;
  }

  /**
   * Some top-level elements of a resource.
   *
   * @param elements JSON by name
   */
  record Excerpt(ResourceKind kind, Map<String, String> elements) {

    /** A resource of these elements alone. */
    Resource parsed(FhirContext fhir) {
      StringBuilder json = new StringBuilder("{\"resourceType\":\"" + kind.fhirType() + '"');
      elements.forEach((name, value) -> json.append(",\"" + name + "\":" + value));
      return (Resource) fhir.newJsonParser().parseResource(json.append('}').toString());
    }

    @Override
    public String toString() {
      return "Excerpt[" + kind + "]";
    }
  }

  /** What is indexed of a resource, and where it comes from. */
  record Indexed(IndexValues values, Excerpt excerpt) {}

  /** A resource that has the elements which hold MBIs, and perhaps others, not all. */
  public Resource excerpt() {
    return indexed.excerpt().parsed(fhir);
  }

  @Override
  public Resource resource() {
    String json = new String(body.json(), StandardCharsets.UTF_8);
    Resource resource = (Resource) fhir.newJsonParser().parseResource(json);
    resource.setId(reference());
    return resource;
  }

  @Override
  StoredBody body(StoredBody.Encoder encoder) {
    return body;
  }

  @Override
  ResourceFacts facts(StoredBody known, SensitiveScan scan) {
    return facts;
  }

  @Override
  IndexValues values(ResourceFacts known, IndexValues.Extraction extraction) {
    return indexed.values();
  }
}
