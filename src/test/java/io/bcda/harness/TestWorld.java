package io.bcda.harness;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.bcda.attribution.Delivery;
import io.bcda.attribution.RosterImport;
import io.bcda.attribution.RosterKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/** Facts for tests: people, claims and rosters of a test's own ACO. */
public final class TestWorld {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("'D'yyMMdd'.T'HHmmss'0'").withZone(ZoneOffset.UTC);
  private static final String LETTERS = "ACDEFGHJKMNPQRTUVWXY";
  private final TestServer server;
  private final String aco;

  public TestWorld(TestServer server) {
    this.server = server;
    this.aco = "A%04d".formatted(ThreadLocalRandom.current().nextInt(9000));
  }

  /** The test's ACO. */
  public String aco() {
    return aco;
  }

  public AcoClient client() {
    return AcoClient.of(server, aco);
  }

  /** A synthetic MBI that no other test has. */
  public static String mbi() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "1S%d%d%s%s%d%s%s%02d"
        .formatted(
            random.nextInt(10),
            random.nextInt(10),
            letter(random),
            letter(random),
            random.nextInt(10),
            letter(random),
            letter(random),
            random.nextInt(100));
  }

  private static char letter(ThreadLocalRandom random) {
    return LETTERS.charAt(random.nextInt(LETTERS.length()));
  }

  /** Stores a Patient, new or changed, with these MBIs. */
  public void patient(String id, String... mbis) {
    Patient patient = new Patient();
    patient.setId(id);
    patient
        .getMeta()
        .addProfile("http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Patient");
    for (String mbi : mbis) {
      patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-mbi").setValue(mbi);
    }
    put(patient);
  }

  public void coverage(String id, String patient) {
    Coverage coverage = new Coverage();
    coverage.setId(id);
    coverage.setBeneficiary(new Reference("Patient/" + patient));
    put(coverage);
  }

  public void claim(String id, String patient, LocalDate serviceEnd) {
    ExplanationOfBenefit claim = new ExplanationOfBenefit();
    claim.setId(id);
    claim.setPatient(new Reference("Patient/" + patient));
    claim.getBillablePeriod().getEndElement().setValueAsString(serviceEnd.toString());
    put(claim);
  }

  /** Stores any resource through HAPI. */
  public void put(IBaseResource resource) {
    update(resource);
  }

  private <T extends IBaseResource> void update(T resource) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) resource.getClass();
    server
        .bean(DaoRegistry.class)
        .getResourceDao(type)
        .update(resource, new SystemRequestDetails());
  }

  /** Delivers a roster for this year (current) or the last (runout). */
  public void roster(RosterKind kind, Instant fileTime, String... mbis) {
    AcoClient.of(server, aco);
    int year =
        LocalDate.ofInstant(server.clock().instant(), ZoneOffset.UTC).getYear()
            - (kind == RosterKind.RUNOUT ? 1 : 0);
    try {
      Delivery delivery = server.bean(RosterImport.class).take(archive(kind, year, fileTime, mbis));
      assertThat(delivery.outcome()).as(delivery.toString()).isEqualTo(Delivery.Outcome.LOADED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path archive(RosterKind kind, int year, Instant fileTime, String... mbis)
      throws IOException {
    String code = kind == RosterKind.RUNOUT ? "R" : "Y";
    String stamp = STAMP.format(fileTime);
    String suffix = "%s%02d.%s".formatted(code, year % 100, stamp);
    StringBuilder members = new StringBuilder();
    for (String mbi : mbis) {
      members.append(mbi).append(" ".repeat(538)).append('\n');
    }
    String control =
        "File Number  |File Description    |Total Records Count |Record Length\n"
            + "CCLF8  |Beneficiary Demographics File              |%11d|  549\n"
                .formatted(mbis.length);
    Path file = Files.createTempDirectory("delivery").resolve("T.BCD." + aco + ".ZC" + suffix);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, "T.BCD." + aco + ".ZC8" + suffix, members.toString());
      entry(zip, "T.BCD." + aco + ".ZC0" + suffix, control);
    }
    return file;
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.US_ASCII));
    zip.closeEntry();
  }
}
