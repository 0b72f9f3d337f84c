package io.bcda.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.aco.AcoRegistry;
import io.bcda.attribution.ChangeList.Part;
import io.bcda.attribution.Delivery.Outcome;
import io.bcda.attribution.Visibility.Bucket;
import io.bcda.attribution.Visibility.Span;
import io.bcda.store.Database;
import io.bcda.store.IssuedTime;
import io.bcda.store.ResourceKind;
import io.bcda.store.TestResources;
import io.bcda.store.Watermark;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A large roster on PostgreSQL, delivered twice with one person in two hundred exchanged, and what
 * an export with {@code _since} asks then. It logs how long each step took; by hand with a million:
 * {@code -Dbcda.test.members=1000000 -Dtest.jvm=-Xmx512m}.
 */
class LargeRosterIT {
  private static final Logger log = LoggerFactory.getLogger(LargeRosterIT.class);
  private static final int MEMBERS = Integer.getInteger("bcda.test.members", 20_000);
  private static final int CHANGED = MEMBERS / 200;
  private static final int OPTED_OUT = MEMBERS / 50;
  @TempDir Path folder;

  @Test
  void givenLargeRoster_whenExportedSince_thenExactlyWhoJoinedAndLeft() throws Exception {
    try (AttributionDatabase room = AttributionDatabase.open(Database.POSTGRESQL)) {
      TestResources.on(room.db(), Database.POSTGRESQL);
      room.bean(AcoRegistry.class).create("A0001", "An ACO", "SSP");
      Path first = archive("D260201.T1000000", 1);
      timed("first roster", () -> take(room, first));
      people(room);
      IssuedTime then = issue(room);
      Path second = archive("D260301.T1000000", 1 + CHANGED);
      timed("second roster", () -> take(room, second));
      timed("preferences", () -> take(room, preferences()));
      IssuedTime now = issue(room);

      CohortResolver.Resolution found =
          timed(
              "resolution",
              () ->
                  room.bean(CohortResolver.class)
                      .resolve("A0001", CohortResolver.Scope.ALL, Optional.of(then.at()), now));
      Cohort cohort = found.cohort();
      CohortCounts counts = room.bean(CohortCounts.class);
      CohortCounts.Counts people = timed("counts", () -> counts.of(cohort));
      assertThat(people.visible()).isEqualTo(MEMBERS - OPTED_OUT);
      assertThat(people.suppressed()).isEqualTo(OPTED_OUT);
      assertThat(people.joined()).hasValue((long) CHANGED);
      assertThat(people.left()).hasValue((long) CHANGED + OPTED_OUT);
      assertThat(people.unknown()).isZero();
      ChangeList changes = room.bean(ChangeList.class);
      assertThat(timed("look at changes", () -> changes.isWorthwhile(cohort, 2 * MEMBERS)))
          .isTrue();
      timed(
          "list of changes",
          Executors.callable(() -> changes.find("list", cohort, Set.of(ResourceKind.PATIENT))));
      assertThat(rows(changes, Part.OUTPUT)).isEqualTo(CHANGED);
      assertThat(rows(changes, Part.DELETED)).isEqualTo(CHANGED + OPTED_OUT);
      Visibility visibility = room.bean(Visibility.class);
      Span all = new Span(1, MEMBERS);
      assertThat(
              timed(
                  "look at every member",
                  () -> rows(visibility.countOutput(cohort, ResourceKind.PATIENT, all, 50))))
          .isEqualTo(CHANGED);
    }
  }

  private static long rows(ChangeList changes, Part part) {
    return rows(changes.count("list", part, ResourceKind.PATIENT, 50));
  }

  private static long rows(List<Bucket> buckets) {
    return buckets.stream().mapToLong(Bucket::rows).sum();
  }

  private static <T> T timed(String what, Callable<T> step) throws Exception {
    long start = System.nanoTime();
    T result = step.call();
    log.atInfo()
        .addKeyValue("members", MEMBERS)
        .addKeyValue("ms", (System.nanoTime() - start) / 1_000_000)
        .log(what);
    return result;
  }

  private static Delivery take(AttributionDatabase room, Path file) throws IOException {
    Delivery delivery = room.bean(Deliveries.class).take(file);
    assertThat(delivery.outcome()).as(delivery.report()).isEqualTo(Outcome.LOADED);
    return delivery;
  }

  private static IssuedTime issue(AttributionDatabase room) {
    return new TransactionTemplate(room.bean(PlatformTransactionManager.class))
        .execute(status -> room.bean(Watermark.class).issue(Watermark.Cause.EXPORT));
  }

  /** A Patient for each MBI of both rosters, without HAPI's tables. */
  private static void people(AttributionDatabase room) {
    for (int from = 1; from <= MEMBERS + CHANGED; from += 10_000) {
      Object[] pids =
          java.util.stream.IntStream.range(from, Math.min(MEMBERS + CHANGED + 1, from + 10_000))
              .boxed()
              .toArray();
      room.db()
          .batchUpdate(
              "INSERT INTO mbi_link (mbi, patient_pid, from_xid) VALUES (?, ?, pg_current_xact_id())",
              java.util.Arrays.stream(pids)
                  .map(pid -> new Object[] {TestArchive.mbi((int) pid), pid})
                  .toList());
    }
    room.db()
        .execute(
            "INSERT INTO claim_index (res_id, ver, type, patient_pid, from_xid)"
                + " SELECT patient_pid, 1, 'P', patient_pid, from_xid FROM mbi_link");
    room.db()
        .execute(
            "INSERT INTO hfj_resource (res_id, fhir_id, res_type, res_type_id, res_ver)"
                + " SELECT patient_pid, 'p' || patient_pid, 'Patient', 1, 1 FROM mbi_link");
    room.db().execute("ANALYZE");
  }

  /** As CMS pads it: 549 columns a line. */
  private Path archive(String time, int first) throws IOException {
    Path file = folder.resolve("T.BCD.A0001.ZCY26." + time);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("T.BCD.A0001.ZC0Y26." + time));
      zip.write(TestArchive.control(MEMBERS, 549).getBytes(StandardCharsets.US_ASCII));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("T.BCD.A0001.ZC8Y26." + time));
      for (int i = first; i < first + MEMBERS; i++) {
        String line = TestArchive.mbi(i) + " ".repeat(538) + "\n";
        zip.write(line.getBytes(StandardCharsets.US_ASCII));
      }
      zip.closeEntry();
    }
    return file;
  }

  /** Opt-outs of the members in the middle. */
  private Path preferences() throws IOException {
    StringBuilder text = new StringBuilder("HDR_BENEDATASHR20260301\n");
    for (int i = MEMBERS / 2; i < MEMBERS / 2 + OPTED_OUT; i++) {
      text.append(TestArchive.mbi(i)).append(" ".repeat(343)).append("202601011-800TN");
      text.append(" ".repeat(90)).append('\n');
    }
    text.append("TRL_BENEDATASHR20260301").append("%-10d".formatted(OPTED_OUT)).append('\n');
    return Files.writeString(
        folder.resolve("T#EFT.ON.ACO.NGD1800.DPRF.D260301.T1000000"), text.toString());
  }
}
