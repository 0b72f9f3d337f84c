package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.bcda.harness.TestServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimIndexIT {
  private static final String STATES =
      "SELECT c.ver, c.patient_pid, c.patient_ref, CASE WHEN c.to_xid IS NULL THEN 'open' ELSE 'ended' END AS state FROM claim_index c JOIN hfj_resource r ON r.res_id = c.res_id WHERE r.fhir_id = ? ORDER BY c.id";

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenCoverageBeforeItsPatient_whenPatientComes_thenTheCoverageIsIts(TestServer server) {
    String id = "cov-" + UUID.randomUUID();
    String person = "pat-" + UUID.randomUUID();
    Coverage coverage = new Coverage();
    coverage.setId(id);
    coverage.setBeneficiary(new Reference("Patient/" + person));
    dao(server, Coverage.class).update(coverage, new SystemRequestDetails());
    Map<String, Object> before = states(server, id).get(0);
    assertThat(before.get("patient_pid")).isNull();

    dao(server, Patient.class).update(patient(person, "1S00AA0AA01"), new SystemRequestDetails());

    List<Map<String, Object>> after = states(server, id);
    assertThat(after).extracting(s -> s.get("state")).containsExactly("ended", "open");
    assertThat(after.get(1).get("patient_pid")).isEqualTo(pid(server, person));
    assertThat(after.get(1).get("patient_ref")).isNull();
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenAPatient_whenChangedAndDeletedAndBack_thenOneStateEach(TestServer server) {
    String person = "pat-" + UUID.randomUUID();
    IFhirResourceDao<Patient> patients = dao(server, Patient.class);
    patients.update(patient(person, "1S00AA0AA02"), new SystemRequestDetails());
    patients.update(patient(person, "1S00AA0AA03"), new SystemRequestDetails());
    patients.update(patient(person, "1S00AA0AA03"), new SystemRequestDetails());
    assertThat(states(server, person))
        .extracting(s -> s.get("state"))
        .containsExactly("ended", "open");
    assertThat(links(server, person)).containsExactly("1S00AA0AA03");

    patients.delete(new IdType("Patient", person), new SystemRequestDetails());
    assertThat(states(server, person))
        .extracting(s -> s.get("state"))
        .containsExactly("ended", "ended");
    assertThat(links(server, person)).isEmpty();

    patients.update(patient(person, "1S00AA0AA04"), new SystemRequestDetails());
    assertThat(states(server, person))
        .extracting(s -> s.get("state"))
        .containsExactly("ended", "ended", "open");
    assertThat(links(server, person)).containsExactly("1S00AA0AA04");
  }

  private static Patient patient(String id, String mbi) {
    Patient patient = new Patient();
    patient.setId(id);
    patient
        .getMeta()
        .addProfile("http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Patient");
    patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-mbi").setValue(mbi);
    return patient;
  }

  private static <T extends org.hl7.fhir.instance.model.api.IBaseResource> IFhirResourceDao<T> dao(
      TestServer server, Class<T> type) {
    return server.bean(DaoRegistry.class).getResourceDao(type);
  }

  private static List<Map<String, Object>> states(TestServer server, String fhirId) {
    return server.db().queryForList(STATES, fhirId);
  }

  private static List<String> links(TestServer server, String person) {
    return server
        .db()
        .queryForList(
            "SELECT mbi FROM mbi_link WHERE patient_pid = ? AND to_xid IS NULL",
            String.class,
            pid(server, person));
  }

  private static Long pid(TestServer server, String person) {
    return server
        .db()
        .queryForObject("SELECT res_id FROM hfj_resource WHERE fhir_id = ?", Long.class, person);
  }
}
