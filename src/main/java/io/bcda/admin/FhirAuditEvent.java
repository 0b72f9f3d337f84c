package io.bcda.admin;

import io.bcda.audit.AuditEntry;
import io.bcda.audit.AuditKind;
import java.util.Date;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentNetworkType;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;

/** An event of the trail as FHIR R4 has it. docs/audit.md tells what stands where. */
final class FhirAuditEvent {
  /** The kinds, as a code system of our own. */
  static final String KINDS = "https://bcda.io/fhir/CodeSystem/audit-kind";

  private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String REST = "http://hl7.org/fhir/restful-interaction";
  private static final String TYPES = "http://terminology.hl7.org/CodeSystem/audit-event-type";
  private static final String SOURCES =
      "http://terminology.hl7.org/CodeSystem/security-source-type";
  private static final String ENTITIES = "http://terminology.hl7.org/CodeSystem/audit-entity-type";

  private FhirAuditEvent() {}

  static AuditEvent of(AuditEntry entry) {
    AuditEvent event = new AuditEvent();
    event.setId(String.valueOf(entry.id()));
    event
        .setType(type(entry.kind()))
        .addSubtype(new Coding().setSystem(KINDS).setCode(AcoResource.word(entry.kind())))
        .setAction(action(entry.kind()))
        .setRecorded(Date.from(entry.at()))
        .setOutcome(outcome(entry.kind()))
        .setOutcomeDesc(entry.outcome());
    interaction(event, entry.kind());
    event.addAgent(who(entry));
    entry
        .aco()
        .ifPresent(
            aco ->
                event
                    .addAgent()
                    .setRequestor(false)
                    .getWho()
                    .setType("Organization")
                    .getIdentifier()
                    .setValue(aco));
    event.getSource().getObserver().setDisplay("BCDA server");
    event.getSource().addType(new Coding(SOURCES, "4", "Application Server"));
    entry
        .subject()
        .ifPresent(
            subject ->
                event
                    .addEntity()
                    .setType(new Coding(ENTITIES, "2", "System Object"))
                    .getWhat()
                    .getIdentifier()
                    .setValue(subject));
    return event;
  }

  /** The client that asked, or the server, which asks for nothing. */
  private static AuditEventAgentComponent who(AuditEntry entry) {
    AuditEventAgentComponent agent = new AuditEventAgentComponent();
    boolean asked = entry.client().isPresent() || entry.address().isPresent();
    agent.setRequestor(asked);
    entry
        .client()
        .ifPresentOrElse(
            client -> agent.getWho().getIdentifier().setValue(client),
            () -> agent.getWho().setDisplay(asked ? "unknown client" : "BCDA server"));
    entry
        .address()
        .ifPresent(
            address ->
                agent.getNetwork().setAddress(address).setType(AuditEventAgentNetworkType._2));
    return agent;
  }

  private static Coding type(AuditKind kind) {
    return switch (kind) {
      case TOKEN_ISSUED, TOKEN_REFUSED, TOKEN_REVOKED ->
          new Coding(DICOM, "110114", "User Authentication");
      case EXPORT_STARTED, EXPORT_REFUSED, EXPORT_DELETED, FILE_DOWNLOADED, DOWNLOAD_BROKEN_OFF ->
          new Coding(DICOM, "110106", "Export");
      case DELIVERY_LOADED,
          DELIVERY_REJECTED,
          ROSTER_ROLLED_BACK,
          PREFERENCES_ROLLED_BACK,
          CLAIMS_DELIVERED,
          CLAIMS_LOADED ->
          new Coding(DICOM, "110107", "Import");
      case FHIR_WRITTEN, FHIR_READ, FHIR_REFUSED -> new Coding(TYPES, "rest", "RESTful Operation");
      case ACO_CREATED,
          ACO_TERMS_CHANGED,
          CLIENT_CREATED,
          CLIENT_CHANGED,
          CLIENT_KEYS_CHANGED,
          SIGNING_KEY_CHANGED ->
          new Coding(DICOM, "110137", "User Security Attributes Changed");
      case ADDRESS_REFUSED -> new Coding(DICOM, "110113", "Security Alert");
      case AUDIT_READ, AUDIT_EXPIRED -> new Coding(DICOM, "110101", "Audit Log Used");
      case INDEX_REBUILT, CLAIMS_REMARKED -> new Coding(DICOM, "110100", "Application Activity");
    };
  }

  /** What of FHIR's interactions it was, where it was one. */
  private static void interaction(AuditEvent event, AuditKind kind) {
    switch (kind) {
      case EXPORT_STARTED, EXPORT_REFUSED -> event.addSubtype(rest("operation"));
      case EXPORT_DELETED -> event.addSubtype(rest("delete"));
      case FILE_DOWNLOADED, DOWNLOAD_BROKEN_OFF -> event.addSubtype(rest("read"));
      default -> {} // the others are none, or several in one request
    }
  }

  private static Coding rest(String code) {
    return new Coding().setSystem(REST).setCode(code);
  }

  private static AuditEventAction action(AuditKind kind) {
    return switch (kind) {
      case TOKEN_ISSUED, TOKEN_REFUSED, ADDRESS_REFUSED -> AuditEventAction.E;
      case EXPORT_STARTED, EXPORT_REFUSED, INDEX_REBUILT -> AuditEventAction.E;
      case FILE_DOWNLOADED, DOWNLOAD_BROKEN_OFF, AUDIT_READ, FHIR_READ, FHIR_REFUSED ->
          AuditEventAction.R;
      case DELIVERY_LOADED, DELIVERY_REJECTED, CLAIMS_DELIVERED, ACO_CREATED, CLIENT_CREATED ->
          AuditEventAction.C;
      case CLAIMS_LOADED, FHIR_WRITTEN, ROSTER_ROLLED_BACK, PREFERENCES_ROLLED_BACK ->
          AuditEventAction.U;
      case ACO_TERMS_CHANGED,
          CLIENT_CHANGED,
          CLIENT_KEYS_CHANGED,
          SIGNING_KEY_CHANGED,
          CLAIMS_REMARKED ->
          AuditEventAction.U;
      case TOKEN_REVOKED, EXPORT_DELETED, AUDIT_EXPIRED -> AuditEventAction.D;
    };
  }

  private static AuditEventOutcome outcome(AuditKind kind) {
    return switch (kind) {
      case TOKEN_REFUSED,
          EXPORT_REFUSED,
          FHIR_REFUSED,
          ADDRESS_REFUSED,
          DELIVERY_REJECTED,
          DOWNLOAD_BROKEN_OFF ->
          AuditEventOutcome._4;
      default -> AuditEventOutcome._0;
    };
  }
}
