package io.bcda.api;

import io.bcda.store.ResourceKind;
import java.util.Map;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;

/** How our three types are read and searched, for the CapabilityStatement. */
final class ReadCapabilities {
  private static final Map<String, SearchParamType> TYPES =
      Map.of(
          "_id", SearchParamType.TOKEN,
          "_lastUpdated", SearchParamType.DATE,
          "_tag", SearchParamType.TOKEN,
          "identifier", SearchParamType.TOKEN,
          "beneficiary", SearchParamType.REFERENCE,
          "patient", SearchParamType.REFERENCE,
          "type", SearchParamType.TOKEN,
          "service-date", SearchParamType.DATE);

  private ReadCapabilities() {}

  static void add(ResourceKind kind, CapabilityStatementRestResourceComponent resource) {
    resource.setDocumentation(
        "An ACO reads and searches what is attributed to it. A search names one of %s; an identifier in the form of POST _search only."
            .formatted(String.join(", ", SearchQuery.binding(kind))));
    resource.addInteraction().setCode(TypeRestfulInteraction.READ);
    resource.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
    SearchQuery.parameters(kind)
        .forEach(name -> resource.addSearchParam().setName(name).setType(TYPES.get(name)));
  }
}
