package io.bcda.api;

import io.bcda.store.ResourceKind;
import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;

/**
 * What a system client can do beyond reading, for the CapabilityStatement of a server with FHIR
 * writes.
 */
final class WriteCapabilities {
  private static final List<TypeRestfulInteraction> ON_TYPES =
      List.of(
          TypeRestfulInteraction.VREAD,
          TypeRestfulInteraction.UPDATE,
          TypeRestfulInteraction.DELETE,
          TypeRestfulInteraction.HISTORYINSTANCE,
          TypeRestfulInteraction.CREATE);

  private WriteCapabilities() {}

  /** Adds them to what is told of our three types and of the server as a whole. */
  static void add(CapabilityStatementRestComponent rest) {
    rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
    rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
    for (CapabilityStatementRestResourceComponent resource : rest.getResource()) {
      ResourceKind.ofFhirType(resource.getType()).ifPresent(kind -> add(resource));
    }
  }

  private static void add(CapabilityStatementRestResourceComponent resource) {
    resource.setDocumentation(
        resource.getDocumentation()
            + " All other interactions are for system clients (system/*.cruds) only.");
    ON_TYPES.forEach(i -> resource.addInteraction().setCode(i));
    resource
        .setVersioning(ResourceVersionPolicy.VERSIONEDUPDATE)
        .setUpdateCreate(true)
        .setReadHistory(true)
        .setConditionalCreate(false)
        .setConditionalUpdate(false)
        .setConditionalDelete(ConditionalDeleteStatus.NOTSUPPORTED);
  }
}
