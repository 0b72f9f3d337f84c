package io.bcda.api;

import io.bcda.store.ResourceKind;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** What a system client can do, for the CapabilityStatement of a server with FHIR writes. */
final class WriteCapabilities {
  private static final List<TypeRestfulInteraction> ON_TYPES =
      List.of(
          TypeRestfulInteraction.READ,
          TypeRestfulInteraction.VREAD,
          TypeRestfulInteraction.UPDATE,
          TypeRestfulInteraction.DELETE,
          TypeRestfulInteraction.HISTORYINSTANCE,
          TypeRestfulInteraction.CREATE,
          TypeRestfulInteraction.SEARCHTYPE);
  private static final Map<String, SearchParamType> SEARCHES =
      Map.of(
          "_id", SearchParamType.TOKEN,
          "_lastUpdated", SearchParamType.DATE,
          "identifier", SearchParamType.TOKEN,
          "beneficiary", SearchParamType.REFERENCE,
          "patient", SearchParamType.REFERENCE,
          "type", SearchParamType.TOKEN,
          "service-date", SearchParamType.DATE);

  private WriteCapabilities() {}

  /** Adds them to what is told of our three types and of the server as a whole. */
  static void add(CapabilityStatementRestComponent rest) {
    rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
    rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
    for (CapabilityStatementRestResourceComponent resource : rest.getResource()) {
      ResourceKind.ofFhirType(resource.getType()).ifPresent(kind -> add(kind, resource));
    }
  }

  private static void add(ResourceKind kind, CapabilityStatementRestResourceComponent resource) {
    resource.setDocumentation("Interactions are for system clients (system/*.cruds) only.");
    ON_TYPES.forEach(i -> resource.addInteraction().setCode(i));
    resource
        .setVersioning(ResourceVersionPolicy.VERSIONEDUPDATE)
        .setUpdateCreate(true)
        .setReadHistory(true)
        .setConditionalCreate(false)
        .setConditionalUpdate(false)
        .setConditionalDelete(ConditionalDeleteStatus.NOTSUPPORTED);
    SystemRequest.searches(kind)
        .forEach(name -> resource.addSearchParam().setName(name).setType(SEARCHES.get(name)));
  }
}
