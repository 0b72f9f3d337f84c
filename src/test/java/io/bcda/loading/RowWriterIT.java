package io.bcda.loading;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.bcda.harness.TestServer;
import io.bcda.sandbox.GenerateCommand;
import io.bcda.store.CanonicalReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.IdType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows written straight into HAPI's tables are what HAPI writes itself: the same lines are loaded
 * both ways and every row compared, and so is what HAPI makes of them afterwards.
 */
class RowWriterIT {
  private static final Logger log = LoggerFactory.getLogger(RowWriterIT.class);
  private static final int BATCH = 200;

  /**
   * HAPI writes few in a second; a longer run by hand: {@code -Dbcda.test.lines=20000}, with more
   * heap ({@code -Dtest.jvm=-Xmx8g}).
   */
  private static final int LINES = Integer.getInteger("bcda.test.lines", 400);

  @TempDir Path world;

  /** Most rows are the same each time that they are read: one text serves all. */
  private final Map<String, String> texts = new HashMap<>();

  private final String tag = "t" + UUID.randomUUID().toString().substring(0, 8);

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTheSameLines_whenLoadedBothWays_thenHapiSeesNoDifference(TestServer server)
      throws IOException {
    List<String> first = new ArrayList<>(OddLines.of(tag));
    first.addAll(generated("stage-1"));
    assertThat(first.stream().filter(line -> isCanonical(server, line)).count())
        .as("lines that need no parsing")
        .isGreaterThan(first.size() * 9L / 10);
    List<String> second = new ArrayList<>(generated("stage-2"));
    second.addAll(first.subList(0, 100));
    second.add(TestLines.patient("late-" + tag, "1S00" + tag.substring(3, 5)));
    assertThat(first).hasSizeGreaterThan(LINES / 2);

    long start = System.nanoTime();
    Map<String, Object> byRows = story(server, server.bean(RowWriter.class), first, second);
    long middle = System.nanoTime();
    Object late = ((Map<?, ?>) byRows.get("answers")).get(late());
    assertThat((List<?>) late).as("claims that came before their Patient").hasSize(1);
    Map<String, Object> byHapi = story(server, server.bean(BundleWriter.class), first, second);
    long end = System.nanoTime();

    byHapi.forEach((what, expected) -> assertSame(what, byRows.get(what), expected));
    log.atInfo()
        .addKeyValue("database", server)
        .addKeyValue("lines", first.size() + second.size())
        .addKeyValue("rows", rows(byHapi))
        .addKeyValue("rowWriterMs", TimeUnit.NANOSECONDS.toMillis(middle - start))
        .addKeyValue("hapiMs", TimeUnit.NANOSECONDS.toMillis(end - middle))
        .log("stores compared");
  }

  /** How many rows of each table were compared, at all the moments together. */
  private static Map<String, Integer> rows(Map<String, Object> seen) {
    Map<String, Integer> rows = new TreeMap<>();
    seen.forEach(
        (what, content) -> {
          if (content instanceof List<?> list) {
            rows.merge(what.split(" ")[0], list.size(), Integer::sum);
          }
        });
    return rows;
  }

  private static boolean isCanonical(TestServer server, String line) {
    byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
    return server.bean(CanonicalReader.class).open().read(utf8).isPresent();
  }

  /** Shows the first rows that only one of them has, not all of them. */
  private static void assertSame(String what, Object found, Object expected) {
    if (expected instanceof List<?> rows && found instanceof List<?> others) {
      assertThat(without(others, rows)).as(what + ", only by rows").isEmpty();
      assertThat(without(rows, others)).as(what + ", only by HAPI").isEmpty();
    }
    assertThat(found.equals(expected)).as(what + ", in this order").isTrue();
  }

  /** At most three of a list that another has not, or not as often. */
  private static List<?> without(List<?> rows, List<?> others) {
    Map<Object, Integer> count = new HashMap<>();
    others.forEach(row -> count.merge(row, 1, Integer::sum));
    return rows.stream().filter(row -> count.merge(row, -1, Integer::sum) < 0).limit(3).toList();
  }

  private Map<String, Object> story(
      TestServer server, StoreWriter writer, List<String> first, List<String> second) {
    StoreRows rows = new StoreRows(server, tag);
    try {
      Map<String, Object> seen = new LinkedHashMap<>();
      seen.put("outcomes", write(server, writer, first));
      keep(seen, "after the first load", rows);
      seen.put("outcomes of the second", write(server, writer, second));
      keep(seen, "after the second", rows);
      seen.put("answers", answers(server));
      changeByHapi(server);
      keep(seen, "after HAPI's update and delete", rows);
      seen.put("outcomes of the third", write(server, writer, first.subList(0, LINES / 4)));
      keep(seen, "after the third", rows);
      seen.put("deleted", writer.delete(gone()));
      keep(seen, "after the deletes", rows);
      seen.put("deleted again", writer.delete(gone()));
      keep(seen, "after the same deletes", rows);
      write(server, writer, first.subList(0, 30));
      keep(seen, "after the last", rows);
      return seen;
    } finally {
      rows.remove();
    }
  }

  private List<String> gone() {
    return List.of(
        "Patient/odd-" + tag,
        "Coverage/cov-" + tag,
        "ExplanationOfBenefit/x-" + tag,
        "ExplanationOfBenefit/types-" + tag,
        "ExplanationOfBenefit/never-" + tag);
  }

  private void keep(Map<String, Object> seen, String when, StoreRows rows) {
    rows.read()
        .forEach(
            (table, content) ->
                seen.put(
                    table + " " + when,
                    content.stream()
                        .map(row -> texts.computeIfAbsent(row.toString(), text -> text))
                        .toList()));
  }

  private static List<WriteOutcome> write(
      TestServer server, StoreWriter writer, List<String> lines) {
    ResourceGate gate =
        new ResourceGate(
            server.bean(FhirContext.class),
            false,
            writer instanceof RowWriter ? server.bean(CanonicalReader.class).open() : null);
    List<WriteOutcome> outcomes = new ArrayList<>();
    List<Admitted> batch = new ArrayList<>();
    Set<String> inBatch = new HashSet<>();
    for (String line : lines) {
      Admitted admitted = gate.admit(TestLines.line(line));
      if (batch.size() == BATCH || !inBatch.add(admitted.reference())) {
        outcomes.addAll(writer.write(batch));
        batch = new ArrayList<>();
        inBatch = new HashSet<>(Set.of(admitted.reference()));
      }
      batch.add(admitted);
    }
    outcomes.addAll(writer.write(batch));
    return outcomes;
  }

  private String late() {
    return "ExplanationOfBenefit?patient=Patient/late-" + tag;
  }

  /** What HAPI finds by the parameters that are served. */
  private Map<String, Object> answers(TestServer server) {
    String person = "-" + tag + "-1000003";
    Map<String, Object> answers = new LinkedHashMap<>();
    for (String url :
        List.of(
            "ExplanationOfBenefit?patient=Patient/" + person,
            "ExplanationOfBenefit?patient=" + person + "&service-date=ge2026-03-01",
            "ExplanationOfBenefit?patient="
                + person
                + "&type=https://bluebutton.cms.gov/resources/codesystem/eob-type|PDE",
            "ExplanationOfBenefit?patient=Patient/odd-" + tag,
            late(),
            "Coverage?beneficiary=Patient/" + person,
            "Patient?identifier=http://hl7.org/fhir/sid/us-mbi|1S00" + tag.substring(1, 3))) {
      String type = url.substring(0, url.indexOf('?'));
      answers.put(
          url,
          server
              .bean(DaoRegistry.class)
              .getResourceDao(type)
              .search(
                  server
                      .bean(MatchUrlService.class)
                      .translateMatchUrl(
                          url, server.bean(FhirContext.class).getResourceDefinition(type))
                      .setLoadSynchronous(true),
                  new SystemRequestDetails())
              .getAllResources()
              .stream()
              .map(found -> json(server, found))
              .sorted()
              .toList());
    }
    return answers;
  }

  private static String json(TestServer server, IBaseResource found) {
    found.getMeta().setLastUpdated(null);
    return server.bean(FhirContext.class).newJsonParser().encodeResourceToString(found);
  }

  private void changeByHapi(TestServer server) {
    var claims = server.bean(DaoRegistry.class).getResourceDao(ExplanationOfBenefit.class);
    IdType one = new IdType("ExplanationOfBenefit", "x-" + tag);
    ExplanationOfBenefit claim = claims.read(one, new SystemRequestDetails());
    claim.setDisposition("changed by HAPI");
    claims.update(claim, new SystemRequestDetails());
    assertThat(claims.update(claim, new SystemRequestDetails()).isNop()).isTrue();
    claims.delete(new IdType("ExplanationOfBenefit", "c10-" + tag), new SystemRequestDetails());
    server
        .bean(DaoRegistry.class)
        .getResourceDao("Patient")
        .delete(new IdType("Patient", "-" + tag + "-1000002"), new SystemRequestDetails());
  }

  private List<String> generated(String stage) throws IOException {
    if (!Files.exists(world.resolve(stage))) {
      String[] args = {
        "generate",
        "--out",
        world.toString(),
        "--people",
        String.valueOf(Math.max(30, LINES / 60)),
        "--seed",
        "11",
        "--as-of",
        "2026-11-23"
      };
      PrintStream quiet =
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
      assertThat(GenerateCommand.run(args, quiet, Clock.systemUTC())).isZero();
    }
    List<String> lines = new ArrayList<>();
    for (String type : List.of("Patient", "Coverage", "ExplanationOfBenefit")) {
      try (Stream<Path> files = Files.list(world.resolve(stage).resolve("claims"))) {
        for (Path file :
            files.filter(f -> f.getFileName().toString().startsWith(type)).sorted().toList()) {
          try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("-(?=[0-9]000[0-9]{3,}\")", "-" + tag + "-"))
                .forEach(lines::add);
          }
        }
      }
    }
    return thinned(lines);
  }

  /** All Patients and Coverages, and of the claims every n-th, so that all kinds are there. */
  private static List<String> thinned(List<String> lines) {
    List<String> kept = new ArrayList<>();
    int step = Math.max(1, lines.size() / LINES);
    for (int i = 0; i < lines.size(); i++) {
      if (i % step == 0 || !lines.get(i).contains("\"ExplanationOfBenefit\"")) {
        kept.add(lines.get(i));
      }
    }
    return kept;
  }
}
