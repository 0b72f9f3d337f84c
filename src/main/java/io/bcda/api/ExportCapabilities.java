package io.bcda.api;

import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IServerConformanceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.bcda.settings.PublicUrl;
import io.bcda.settings.ServerSettings;
import io.bcda.store.ResourceFilter;
import io.bcda.store.ResourceKind;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.UriType;
import org.springframework.stereotype.Component;

/**
 * What clients can do here, and nothing more. HAPI's own statement would list what its providers
 * could do if they were asked.
 */
@Component
class ExportCapabilities implements IServerConformanceProvider<CapabilityStatement> {
  private static final String BULK_DATA = "http://hl7.org/fhir/uv/bulkdata/";
  private static final String OAUTH_URIS =
      "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
  private static final String SECURITY_SERVICES =
      "http://terminology.hl7.org/CodeSystem/restful-security-service";
  private static final String EXPORT =
      "Kick-off by GET, or by POST with Parameters. Supported: _outputFormat (NDJSON), _since,"
          + " _until, _type, _typeFilter, _elements, organizeOutputBy (Patient),"
          + " allowPartialManifests. Not supported, and refused unless the request prefers"
          + " handling=lenient: includeAssociatedData, and whatever is not known. Files are gzip or"
          + " plain NDJSON of one type each, or of blocks of one person each.";
  private final PublicUrl publicUrl;
  private final ServerSettings settings;
  private final Instant started;

  ExportCapabilities(PublicUrl publicUrl, ServerSettings settings, Clock clock) {
    this.publicUrl = publicUrl;
    this.settings = settings;
    this.started = clock.instant();
  }

  /** A new statement each time, for HAPI fills in what a request asks for. */
  @Override
  @Metadata
  public CapabilityStatement getServerConformance(
      HttpServletRequest request, RequestDetails details) {
    CapabilityStatement statement = new CapabilityStatement();
    statement
        .setName("BeneficiaryClaims")
        .setTitle("Beneficiary claims of an ACO, as a bulk data export")
        .setStatus(PublicationStatus.ACTIVE)
        .setDate(Date.from(started))
        .setPublisher("The operator of this server")
        .setKind(CapabilityStatementKind.INSTANCE)
        .setFhirVersion(FHIRVersion._4_0_1);
    statement.addInstantiates(BULK_DATA + "CapabilityStatement/bulk-data");
    statement.addFormat("application/fhir+json").addFormat("json");
    statement.getSoftware().setName("BCDA server").setVersion(settings.version());
    statement
        .getImplementation()
        .setDescription("Claims of the beneficiaries attributed to an ACO")
        .setUrl(publicUrl.base() + JobUrls.FHIR_BASE);
    statement.addRest(rest());
    return statement;
  }

  /** HAPI offers itself as a source; what is true here is written above. */
  @Override
  public void setRestfulServer(RestfulServer server) {
    // nothing of it is needed
  }

  private CapabilityStatementRestComponent rest() {
    CapabilityStatementRestComponent rest =
        new CapabilityStatementRestComponent().setMode(RestfulCapabilityMode.SERVER);
    rest.setDocumentation(
        "ACOs have all their resources by the export operations; they read and search single ones,"
            + " and read Groups. "
            + EXPORT);
    rest.getSecurity()
        .setDescription("OAuth 2.0 client credentials; see /.well-known/smart-configuration")
        .addExtension(oauthUris());
    for (String service : List.of("SMART-on-FHIR", "OAuth")) {
      rest.getSecurity().addService().addCoding().setSystem(SECURITY_SERVICES).setCode(service);
    }
    ReadCapabilities.add(
        ResourceKind.PATIENT,
        export(rest.addResource(), ResourceKind.PATIENT.fhirType(), "patient-export"));
    groups(export(rest.addResource(), GroupProvider.TYPE, "group-export"));
    for (ResourceKind kind : List.of(ResourceKind.COVERAGE, ResourceKind.EXPLANATION_OF_BENEFIT)) {
      ReadCapabilities.add(kind, rest.addResource().setType(kind.fhirType()));
    }
    rest.addOperation()
        .setName("export")
        .setDefinition(definition("export"))
        .setDocumentation(EXPORT + filters() + " patient is not taken at this level.");
    if (settings.fhirWrites()) {
      WriteCapabilities.add(rest);
    }
    return rest;
  }

  private static CapabilityStatementRestResourceComponent export(
      CapabilityStatementRestResourceComponent resource, String type, String definition) {
    resource.setType(type);
    resource
        .addOperation()
        .setName("export")
        .setDefinition(definition(definition))
        .setDocumentation(EXPORT + filters() + " patient is taken in the body of a POST.");
    return resource;
  }

  private static void groups(CapabilityStatementRestResourceComponent resource) {
    resource.setDocumentation(
        "The groups of people for which the ACO may ask, without members and without search parameters.");
    resource.addInteraction().setCode(TypeRestfulInteraction.READ);
    resource.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
  }

  /** By what each type can be filtered, as the store has it. */
  private static String filters() {
    return Arrays.stream(ResourceKind.values())
        .filter(kind -> !ResourceFilter.parameters(kind).isEmpty())
        .map(
            kind ->
                " _typeFilter takes of %s: %s."
                    .formatted(
                        kind.fhirType(),
                        ResourceFilter.parameters(kind).stream()
                            .sorted()
                            .collect(Collectors.joining(", "))))
        .collect(Collectors.joining());
  }

  private static String definition(String name) {
    return BULK_DATA + "OperationDefinition/" + name;
  }

  private Extension oauthUris() {
    Extension uris = new Extension(OAUTH_URIS);
    uris.addExtension(new Extension("token", new UriType(publicUrl.base() + "/auth/token")));
    return uris;
  }
}
