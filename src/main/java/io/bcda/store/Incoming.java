package io.bcda.store;

import org.hl7.fhir.r4.model.Resource;

/** A resource to be stored: parsed, or read in the form that HAPI gives it. */
public abstract sealed class Incoming permits ParsedResource, CanonicalResource {
  private final ResourceKind kind;
  private final String fhirId;

  Incoming(ResourceKind kind, String fhirId) {
    this.kind = kind;
    this.fhirId = fhirId;
  }

  /**
   * A resource that was parsed.
   *
   * @param fhirId its id, as FHIR allows ids
   * @param resource its versionId and lastUpdated do not count, and may be changed
   */
  public static Incoming parsed(ResourceKind kind, String fhirId, Resource resource) {
    return new ParsedResource(kind, fhirId, resource);
  }

  public ResourceKind kind() {
    return kind;
  }

  /** Its id, without its type. */
  public String fhirId() {
    return fhirId;
  }

  /** {@code Type/id}. */
  public String reference() {
    return kind.fhirType() + "/" + fhirId;
  }

  /** The resource with its id; each call may parse it anew. */
  public abstract Resource resource();

  abstract StoredBody body(StoredBody.Encoder encoder);

  abstract ResourceFacts facts(StoredBody body, SensitiveScan scan);

  abstract IndexValues values(ResourceFacts facts, IndexValues.Extraction extraction);
}
