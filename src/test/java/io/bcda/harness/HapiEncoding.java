package io.bcda.harness;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;

/** What HAPI itself makes of a stored resource: the oracle of exported lines. */
public final class HapiEncoding {
  private HapiEncoding() {}

  /** The newest version of the line's resource, read and encoded by HAPI. */
  public static JsonNode of(TestServer server, JsonNode line) {
    String type = line.get("resourceType").asText();
    IBaseResource read =
        server
            .bean(DaoRegistry.class)
            .getResourceDao(type)
            .read(new IdType(type, line.get("id").asText()), new SystemRequestDetails());
    return AcoClient.json(
        server.bean(FhirContext.class).newJsonParser().encodeResourceToString(read));
  }
}
