package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.auth.PolicyEnum;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.bcda.auth.SignedInForTests;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HAPI's guard by itself, as if nothing stood before it. */
class AcoAuthorizationTest {
  private static final FhirContext R4 = FhirContext.forR4Cached();
  private final AcoAuthorization guard = new AcoAuthorization();

  @AfterEach
  void signOut() {
    SignedInForTests.nobody();
  }

  @Test
  void givenASystemClient_whenItWrites_thenOurTypesOnly() {
    SignedInForTests.system("system/*.cruds");
    for (RestOperationTypeEnum write :
        new RestOperationTypeEnum[] {
          RestOperationTypeEnum.CREATE, RestOperationTypeEnum.UPDATE, RestOperationTypeEnum.DELETE
        }) {
      assertThat(judged(write, new Patient())).isEqualTo(PolicyEnum.ALLOW);
      assertThat(judged(write, new Group())).isEqualTo(PolicyEnum.DENY);
    }
    assertThat(judged(RestOperationTypeEnum.READ, new Patient())).isEqualTo(PolicyEnum.ALLOW);
    assertThat(judged(RestOperationTypeEnum.READ, new Group())).isEqualTo(PolicyEnum.DENY);
    assertThat(judged(RestOperationTypeEnum.PATCH, new Group())).isEqualTo(PolicyEnum.DENY);
    assertThat(judged(RestOperationTypeEnum.EXTENDED_OPERATION_TYPE, new Patient()))
        .isEqualTo(PolicyEnum.DENY);
    assertThat(judged(RestOperationTypeEnum.TRANSACTION, bundle(new Patient())))
        .isEqualTo(PolicyEnum.ALLOW);
    assertThat(judged(RestOperationTypeEnum.TRANSACTION, bundle(new Group())))
        .isEqualTo(PolicyEnum.DENY);
  }

  @Test
  void givenAnAco_whenItWrites_thenDenied() {
    SignedInForTests.aco();
    assertThat(judged(RestOperationTypeEnum.UPDATE, new Patient())).isEqualTo(PolicyEnum.DENY);
    assertThat(judged(RestOperationTypeEnum.READ, new Patient())).isEqualTo(PolicyEnum.DENY);
    assertThat(judged(RestOperationTypeEnum.TRANSACTION, bundle(new Patient())))
        .isEqualTo(PolicyEnum.DENY);
  }

  @Test
  void givenAnAcosScopes_whenItReads_thenTheirTypesAndNeverAWrite() {
    SignedInForTests.aco("system/Patient.rs system/Coverage.s");
    for (Resource open : new Resource[] {new Patient(), new Coverage()}) {
      assertThat(judged(RestOperationTypeEnum.READ, open)).isEqualTo(PolicyEnum.ALLOW);
      assertThat(judged(RestOperationTypeEnum.UPDATE, open)).isEqualTo(PolicyEnum.DENY);
      assertThat(judged(RestOperationTypeEnum.DELETE, open)).isEqualTo(PolicyEnum.DENY);
    }
    assertThat(judged(RestOperationTypeEnum.READ, new ExplanationOfBenefit()))
        .isEqualTo(PolicyEnum.DENY);
  }

  @Test
  void givenAnAco_whenItComesToGroups_thenItReadsAndNothingElse() {
    SignedInForTests.aco();
    assertThat(judged(RestOperationTypeEnum.READ, new Group())).isEqualTo(PolicyEnum.ALLOW);
    assertThat(judged(RestOperationTypeEnum.SEARCH_TYPE, new Group())).isEqualTo(PolicyEnum.ALLOW);
    for (RestOperationTypeEnum write :
        new RestOperationTypeEnum[] {
          RestOperationTypeEnum.CREATE,
          RestOperationTypeEnum.UPDATE,
          RestOperationTypeEnum.DELETE,
          RestOperationTypeEnum.PATCH
        }) {
      assertThat(judged(write, new Group())).isEqualTo(PolicyEnum.DENY);
    }
  }

  private static Bundle bundle(Resource resource) {
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    bundle
        .addEntry()
        .setResource(resource)
        .getRequest()
        .setMethod(HTTPVerb.PUT)
        .setUrl(resource.fhirType() + "/1");
    return bundle;
  }

  private PolicyEnum judged(RestOperationTypeEnum operation, Resource resource) {
    ServletRequestDetails details = new ServletRequestDetails();
    details.setServer(new RestfulServer(R4));
    details.setRestOperationType(operation);
    return guard
        .applyRulesAndReturnDecision(
            operation,
            details,
            resource,
            new IdType(resource.fhirType(), "1"),
            null,
            Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
        .getDecision();
  }
}
