package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.attribution.Deliveries;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.loading.ClaimsLoad;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A new ACO with people of its own, both rosters, and a client. Everybody is synthetic, made here.
 *
 * @param aco CMS id that no other test has
 */
record TinyWorld(TestServer server, String aco, AcoClient client) {
  static final int PEOPLE = 3;
  static final int CLAIMS = 300;
  private static final AtomicInteger NEXT = new AtomicInteger(7000);

  /** Loads the world into the server. */
  static TinyWorld in(TestServer server) {
    int number = NEXT.getAndIncrement();
    String aco = "A" + number;
    AcoClient client = AcoClient.of(server, aco);
    try {
      Path folder = Files.createTempDirectory("tiny");
      Path claims = Files.write(folder.resolve("all.ndjson"), resources(number));
      assertThat(server.bean(ClaimsLoad.class).load(claims).refused()).isEmpty();
      ZonedDateTime now = server.clock().instant().atZone(ZoneOffset.UTC);
      deliver(server, folder, aco, number, "Y", now.getYear(), now.minusDays(1));
      deliver(server, folder, aco, number, "R", now.getYear() - 1, now.minusDays(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TinyWorld(server, aco, client);
  }

  private static void deliver(
      TestServer server,
      Path folder,
      String aco,
      int number,
      String kind,
      int year,
      ZonedDateTime at)
      throws IOException {
    String time = at.format(DateTimeFormatter.ofPattern("'D'yyMMdd.'T'HHmmss")) + "0";
    String year2 = "%02d".formatted(year % 100);
    Path archive = folder.resolve("T.BCD." + aco + ".ZC" + kind + year2 + "." + time);
    String member = "T.BCD." + aco + ".ZC%d" + kind + year2 + "." + time;
    StringBuilder people = new StringBuilder();
    for (int i = 0; i < PEOPLE; i++) {
      people.append(mbi(number, i)).append(" ".repeat(538)).append('\n');
    }
    String control =
        "File Number  |File Description    |Total Records Count |Record Length\n"
            + "CCLF8  |Beneficiary Demographics File              |%11d|%5d\n"
                .formatted(PEOPLE, 549);
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      entry(zip, member.formatted(0), control);
      entry(zip, member.formatted(8), people.toString());
    }
    assertThat(server.bean(Deliveries.class).take(archive).outcome().toString())
        .isEqualTo("LOADED");
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.US_ASCII));
    zip.closeEntry();
  }

  /** C A AN N A AN N A A N N, as CMS describes the MBI; the S in second place: synthetic. */
  private static String mbi(int number, int person) {
    String letters = "ACDEFGHJKM";
    return "1S0%d%c0%d%c%c%02d"
        .formatted(
            number / 1000 % 10,
            letters.charAt(number / 100 % 10),
            number / 10 % 10,
            letters.charAt(number % 10),
            letters.charAt(9),
            person);
  }

  private static List<String> resources(int number) {
    List<String> lines = new ArrayList<>();
    Random random = new Random(number);
    for (int i = 0; i < PEOPLE; i++) {
      String person = "tiny-" + number + "-" + i;
      lines.add(
          """
          {"resourceType":"Patient","id":"%s","identifier":[{"system":\
          "http://hl7.org/fhir/sid/us-mbi","value":"%s"}],"birthDate":"1940-01-31"}"""
              .formatted(person, mbi(number, i)));
      lines.add(
          """
          {"resourceType":"Coverage","id":"c-%1$s","status":"active",\
          "beneficiary":{"reference":"Patient/%1$s"},"payor":[{"display":"Medicare"}]}"""
              .formatted(person));
      for (int n = 0; n < CLAIMS / PEOPLE; n++) {
        lines.add(claim(person, n, random));
      }
    }
    return lines;
  }

  /** Some kilobytes, so that a file has several segments. */
  private static String claim(String person, int n, Random random) {
    StringBuilder words = new StringBuilder();
    random.ints(3000, 'a', 'z').forEach(c -> words.append((char) c));
    return """
    {"resourceType":"ExplanationOfBenefit","id":"e-%1$s-%2$d","status":"active",\
    "type":{"text":"CARRIER"},"use":"claim","patient":{"reference":"Patient/%1$s"},\
    "billablePeriod":{"start":"2024-03-01","end":"2024-03-02"},"created":"2024-04-02",\
    "insurer":{"display":"CMS"},"provider":{"display":"p"},"outcome":"complete",\
    "disposition":"%3$s","insurance":[{"focal":true,"coverage":{"reference":"Coverage/c-%1$s"}}]}"""
        .formatted(person, n, words);
  }
}
