package io.bcda.audit;

/** What an audit event is about. docs/audit.md tells when each is written and what it holds. */
public enum AuditKind {
  TOKEN_ISSUED,
  TOKEN_REFUSED,
  TOKEN_REVOKED,
  EXPORT_STARTED,
  EXPORT_REFUSED,
  EXPORT_DELETED,
  FILE_DOWNLOADED,
  DOWNLOAD_BROKEN_OFF,
  DELIVERY_LOADED,
  DELIVERY_REJECTED,
  ROSTER_ROLLED_BACK,
  PREFERENCES_ROLLED_BACK,
  CLAIMS_DELIVERED,
  CLAIMS_LOADED,
  FHIR_WRITTEN,
  FHIR_READ,
  FHIR_REFUSED,
  ACO_CREATED,
  ACO_TERMS_CHANGED,
  CLIENT_CREATED,
  CLIENT_CHANGED,
  CLIENT_KEYS_CHANGED,
  ADDRESS_REFUSED,
  AUDIT_READ,
  AUDIT_EXPIRED,
  SIGNING_KEY_CHANGED,
  INDEX_REBUILT,
  CLAIMS_REMARKED;

  /** Whether somebody who may do nothing here can cause as many of them as he likes. */
  boolean isRefusal() {
    return switch (this) {
      case TOKEN_REFUSED, EXPORT_REFUSED, FHIR_REFUSED, ADDRESS_REFUSED -> true;
      default -> false;
    };
  }
}
