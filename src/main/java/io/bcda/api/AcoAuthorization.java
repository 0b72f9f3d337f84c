package io.bcda.api;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizationInterceptor;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRule;
import ca.uhn.fhir.rest.server.interceptor.auth.IAuthRuleBuilder;
import ca.uhn.fhir.rest.server.interceptor.auth.PolicyEnum;
import ca.uhn.fhir.rest.server.interceptor.auth.RuleBuilder;
import io.bcda.auth.Permission;
import io.bcda.auth.SignedIn;
import io.bcda.auth.SignedInAco;
import io.bcda.auth.SignedInSystem;
import io.bcda.store.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Patient;
import org.springframework.stereotype.Component;

/**
 * HAPI's own guard. For an ACO closed but for metadata, our three exports, the Groups and what its
 * token lets it read or search, by {@link AcoDoor}; for a system client, which {@link SystemDoor}
 * has let in, but for our three types.
 */
@Component
class AcoAuthorization extends AuthorizationInterceptor implements FhirInterceptor {
  /** What an ACO may read; the door has told reads from searches. */
  private static List<IAuthRule> acoRules(SignedInAco aco) {
    IAuthRuleBuilder rules = new RuleBuilder();
    for (ResourceKind kind : ResourceKind.values()) {
      if (aco.may(Permission.READ, kind) || aco.may(Permission.SEARCH, kind)) {
        rules = rules.allow().read().resourcesOfType(kind.fhirType()).withAnyId().andThen();
      }
    }
    List<IAuthRule> all = new ArrayList<>(rules.build());
    all.addAll(RULES);
    return all;
  }

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
          .read()
          .resourcesOfType(Group.class)
          .withAnyId()
          .andThen()
          .allow()
          .bulkExport()
          .any()
          .andThen()
          .denyAll("everything else")
          .build();

  private static List<IAuthRule> systemRules() {
    IAuthRuleBuilder rules = new RuleBuilder();
    for (ResourceKind kind : ResourceKind.values()) {
      String type = kind.fhirType();
      rules = rules.allow().read().resourcesOfType(type).withAnyId().andThen();
      // Creates are writes; asked for both, HAPI's builder would make rules for creates only.
      rules = rules.allow().write().resourcesOfType(type).withAnyId().andThen();
      rules = rules.allow().delete().resourcesOfType(type).withAnyId().andThen();
    }
    return rules
        .allow()
        .transaction()
        .withAnyOperation()
        .andApplyNormalRules()
        .andThen()
        .denyAll("everything else")
        .build();
  }

  private static final List<IAuthRule> SYSTEM_RULES = systemRules();

  AcoAuthorization() {
    super(PolicyEnum.DENY);
  }

  @Override
  public List<IAuthRule> buildRuleList(RequestDetails request) {
    SignedIn who = SignedIn.find().orElse(null);
    if (who instanceof SignedInSystem) {
      return SYSTEM_RULES;
    }
    return who instanceof SignedInAco aco ? acoRules(aco) : RULES;
  }
}
