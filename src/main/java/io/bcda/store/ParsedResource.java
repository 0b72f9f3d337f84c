package io.bcda.store;

import org.hl7.fhir.r4.model.Resource;

/** A resource that HAPI parsed, and encodes again. */
final class ParsedResource extends Incoming {
  private final Resource resource;

  ParsedResource(ResourceKind kind, String fhirId, Resource resource) {
    super(kind, fhirId);
    this.resource = resource;
  }

  @Override
  public Resource resource() {
    return resource;
  }

  @Override
  StoredBody body(StoredBody.Encoder encoder) {
    return encoder.of(kind(), resource);
  }

  @Override
  ResourceFacts facts(StoredBody body, SensitiveScan scan) {
    // The text is there already; walking the parsed claim would visit every element of it.
    return ResourceFacts.of(resource, claim -> scan.isSensitive(body.json())).orElseThrow();
  }

  @Override
  IndexValues values(ResourceFacts facts, IndexValues.Extraction extraction) {
    return extraction.of(resource, facts.patientRef());
  }
}
