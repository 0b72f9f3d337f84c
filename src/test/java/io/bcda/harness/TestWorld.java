package io.bcda.harness;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.bcda.aco.AcoModel;
import io.bcda.aco.AcoModels;
import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.Deliveries;
import io.bcda.attribution.Delivery;
import io.bcda.attribution.RosterKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Facts for tests: people, claims and rosters of a test's own ACO. */
public final class TestWorld {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("'D'yyMMdd'.T'HHmmss'0'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TENTHS =
      DateTimeFormatter.ofPattern("'D'yyMMdd'.T'HHmmssS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  /** Each preference file has a time of its own: one of the same time would correct it. */
  private static final AtomicLong FILES = new AtomicLong();

  private static final String LETTERS = "ACDEFGHJKMNPQRTUVWXY";
  private final TestServer server;
  private final String model;
  private final String aco;

  public TestWorld(TestServer server) {
    this(server, "SSP");
  }

  /** The world of an ACO of a model that is delivered in archives. */
  public TestWorld(TestServer server, String model) {
    this.server = server;
    this.model = model;
    this.aco = newAco(server.bean(AcoModels.class).named(model).orElseThrow());
    server.bean(AcoRegistry.class).create(aco, "Test " + aco, model);
  }

  /**
   * An id of the model's form that no other test has; tests name those below 1000, and above 5999.
   */
  private String newAco(AcoModel known) {
    String stem = known.example().replaceFirst("\\d+$", "");
    int digits = known.example().length() - stem.length();
    int tenth = (int) Math.pow(10, digits) / 10;
    AcoRegistry acos = server.bean(AcoRegistry.class);
    return Stream.generate(() -> ThreadLocalRandom.current().nextInt(tenth, 6 * tenth))
        .map(number -> stem + ("%0" + digits + "d").formatted(number))
        .filter(id -> acos.find(id).isEmpty())
        .findFirst()
        .orElseThrow();
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

  /**
   * @param serviceEnd null for a claim without dates
   */
  public void claim(String id, String patient, @Nullable LocalDate serviceEnd) {
    ExplanationOfBenefit claim = new ExplanationOfBenefit();
    claim.setId(id);
    claim.setPatient(new Reference("Patient/" + patient));
    if (serviceEnd != null) {
      claim.getBillablePeriod().getEndElement().setValueAsString(serviceEnd.toString());
    }
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
    roster(kind, fileTime, List.of(mbis), Map.of());
  }

  /**
   * Delivers a roster and changes of MBIs with it.
   *
   * @param changes former MBIs to the current ones
   */
  public void roster(
      RosterKind kind, Instant fileTime, List<String> mbis, Map<String, String> changes) {
    int year =
        LocalDate.ofInstant(server.clock().instant(), ZoneOffset.UTC).getYear()
            - (kind == RosterKind.RUNOUT ? 1 : 0);
    try {
      Path file = archive(kind, year, fileTime, mbis, changes);
      Delivery delivery = server.bean(Deliveries.class).take(file);
      assertThat(delivery.outcome()).as(delivery.toString()).isEqualTo(Delivery.Outcome.LOADED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Delivers a preference file of one record, and takes it. */
  public void preference(String mbi, LocalDate effective, boolean share) {
    String header = "BENEDATASHR20260101";
    String group = DAY.format(effective) + "1-800T" + (share ? "Y" : "N");
    String record = (mbi + " ".repeat(343) + group + " ".repeat(90)).substring(0, 459);
    String text = "HDR_%s%n%s%nTRL_%s1%n".formatted(header, record, header).replace("\r", "");
    Instant time =
        server
            .clock()
            .instant()
            .minus(Duration.ofDays(2))
            .plusMillis(100L * FILES.getAndIncrement());
    try {
      Path file =
          Files.createTempDirectory("delivery")
              .resolve("T#EFT.ON.ACO.NGD1800.DPRF." + TENTHS.format(time));
      Files.writeString(file, text);
      Delivery delivery = server.bean(Deliveries.class).take(file);
      assertThat(delivery.outcome()).as(delivery.toString()).isEqualTo(Delivery.Outcome.LOADED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path archive(
      RosterKind kind, int year, Instant fileTime, List<String> mbis, Map<String, String> changes)
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
                .formatted(mbis.size())
            + "CCLF9  |BENE XREF File                             |%11d|   54\n"
                .formatted(changes.size());
    StringBuilder changed = new StringBuilder();
    changes.forEach(
        (former, current) ->
            changed.append('M').append(current).append(former).append(" ".repeat(31)).append('\n'));
    Path file = Files.createTempDirectory("delivery").resolve("T.BCD." + aco + ".ZC" + suffix);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      String owner = model.equals("SSP") ? "BCD." + aco : aco + ".ACO";
      entry(zip, "T." + owner + ".ZC8" + suffix, members.toString());
      entry(zip, "T." + owner + ".ZC0" + suffix, control);
      if (!changes.isEmpty()) {
        entry(zip, "T." + owner + ".ZC9" + suffix, changed.toString());
      }
    }
    return file;
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.US_ASCII));
    zip.closeEntry();
  }
}
