package io.bcda.api;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizationInterceptor;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRule;
import ca.uhn.fhir.rest.server.interceptor.auth.PolicyEnum;
import ca.uhn.fhir.rest.server.interceptor.auth.RuleBuilder;
import java.util.List;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.stereotype.Component;

/** HAPI's own guard, closed but for metadata and our three exports. */
@Component
class AcoAuthorization extends AuthorizationInterceptor implements FhirInterceptor {
  private static final List<IAuthRule> RULES =
      new RuleBuilder()
          .allow()
          .metadata()
          .andThen()
          .allow()
          .operation()
          .named(ExportOperations.NAME)
          .onServer()
          .andAllowAllResponses()
          .andThen()
          .allow()
          .operation()
          .named(ExportOperations.NAME)
          .onType(Patient.class)
          .andAllowAllResponses()
          .andThen()
          .allow()
          .operation()
          .named(ExportOperations.NAME)
          .onInstancesOfType(Group.class)
          .andAllowAllResponses()
          .andThen()
          .allow()
          .bulkExport()
          .any()
          .andThen()
          .denyAll("everything else")
          .build();

  AcoAuthorization() {
    super(PolicyEnum.DENY);
  }

  @Override
  public List<IAuthRule> buildRuleList(RequestDetails request) {
    return RULES;
  }
}
