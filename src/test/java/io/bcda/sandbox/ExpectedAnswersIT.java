package io.bcda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.Deliveries;
import io.bcda.harness.AcoClient;
import io.bcda.harness.Expected;
import io.bcda.harness.HapiEncoding;
import io.bcda.harness.TestServer;
import io.bcda.loading.ClaimsLoad;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every export of the generator's world is compared, line by line, with its expected answer. */
class ExpectedAnswersIT {
  private static final List<String> ACOS = List.of("A9990", "A9991", "A9992");
  private static final LocalDate AS_OF = LocalDate.of(2026, 11, 23);
  private static final Map<String, String> EXPORTS =
      Map.of(
          "patient", "Patient/$export",
          "group-all", "Group/all/$export",
          "group-new", "Group/new/$export",
          "group-runout", "Group/runout/$export");

  @TempDir Path world;

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenTheWorld_whenExported_thenEachAnswerIsTheExpectedOne(TestServer server)
      throws IOException {
    Generator generator = new Generator(new WorldSpec(7, 40, 1, AS_OF));
    generator.write(world);
    try {
      server.clock().set(AS_OF.atTime(12, 0).toInstant(ZoneOffset.UTC));
      Instant between = compareBothStages(server);
      compareFilters(server, between);
      compareWithHapi(server);
      compareAtTheEndOfTheYear(server, generator);
      compareAfter400Days(server, generator);
    } finally {
      server.clock().reset();
    }
  }

  /** Gives the server's time at a moment between the stages. */
  private Instant compareBothStages(TestServer server) throws IOException {
    Map<String, AcoClient> clients = clients(server);
    load(server, "stage-1");
    Map<String, String> since = new TreeMap<>();
    for (String aco : ACOS) {
      for (String export : EXPORTS.keySet()) {
        AcoClient.Export done = compare(clients.get(aco), "stage-1", aco, export, "");
        since.put(aco, done.transactionTime());
      }
    }
    Instant between = server.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    load(server, "stage-2");
    for (String aco : ACOS) {
      for (String export : EXPORTS.keySet()) {
        compare(clients.get(aco), "stage-2", aco, export, "");
        compare(clients.get(aco), "stage-2", aco, export, since.get(aco));
      }
    }
    return between;
  }

  /** Of one ACO: hundreds of exports and searches. */
  private void compareFilters(TestServer server, Instant between) throws IOException {
    String aco = ACOS.get(0);
    FilteredExports filtered = new FilteredExports(world, aco, AcoClient.of(server, aco), between);
    filtered.compareExports();
    filtered.compareSearches();
  }

  /** Every line that any of the ACOs gets equals what HAPI's own encoder gives. */
  private void compareWithHapi(TestServer server) {
    Set<JsonNode> lines = new HashSet<>();
    for (AcoClient client : clients(server).values()) {
      client.export("Patient/$export").lines("output").values().forEach(lines::addAll);
    }
    assertThat(lines).hasSizeGreaterThan(1000);
    lines.forEach(line -> assertThat(line).isEqualTo(HapiEncoding.of(server, line)));
  }

  /** Ten seconds before the new year all is as it was; after it, only new rosters help. */
  private void compareAtTheEndOfTheYear(TestServer server, Generator generator) throws IOException {
    Instant lastSeconds = Instant.parse("2026-12-31T23:59:50Z");
    server.clock().set(lastSeconds);
    for (Map.Entry<String, AcoClient> client : clients(server).entrySet()) {
      for (String export : EXPORTS.keySet()) {
        server.clock().set(lastSeconds); // it runs on meanwhile
        compare(client.getValue(), "stage-2", client.getKey(), export, "");
      }
    }
    server.clock().set(Instant.parse("2027-01-01T00:00:10Z"));
    for (AcoClient client : clients(server).values()) {
      for (String export : EXPORTS.values()) {
        HttpResponse<String> refused = client.kickOff(export);
        assertThat(refused.statusCode()).as(export + refused.body()).isEqualTo(404);
        assertThat(refused.body()).contains("has been delivered yet");
      }
    }
    renew(server, generator, LocalDate.of(2027, 1, 1), AS_OF);
    compareRenewed(server);
  }

  private void compareAfter400Days(TestServer server, Generator generator) throws IOException {
    LocalDate day = AS_OF.plusDays(400);
    server.clock().set(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
    for (AcoClient client : clients(server).values()) {
      assertThat(client.kickOff("Group/all/$export").statusCode()).isEqualTo(404);
    }
    renew(server, generator, day, LocalDate.of(2027, 1, 1));
    compareRenewed(server);
  }

  /** Renewed rosters list the people of stage 2: nobody is new, and everybody is there. */
  private void compareRenewed(TestServer server) throws IOException {
    for (Map.Entry<String, AcoClient> client : clients(server).entrySet()) {
      String aco = client.getKey();
      AcoClient.Export all = compare(client.getValue(), "stage-2", aco, "group-all", "");
      compare(client.getValue(), "stage-2", aco, "patient", "");
      assertThat(client.getValue().export("Group/new/$export").output()).isEmpty();
      AcoClient.Export next =
          client.getValue().export("Group/all/$export?_since=" + escaped(all.transactionTime()));
      assertThat(next.output()).isEmpty();
      assertThat(next.deleted()).isEmpty();
      assertThat(client.getValue().export("Group/runout/$export").output()).isNotEmpty();
    }
  }

  private void renew(TestServer server, Generator generator, LocalDate day, LocalDate runout)
      throws IOException {
    Path folder = Files.createDirectories(world.resolve("renewal-" + day));
    for (Path archive : generator.renewal(day, runout, folder)) {
      take(server, archive);
    }
  }

  private static Map<String, AcoClient> clients(TestServer server) {
    Map<String, AcoClient> clients = new TreeMap<>();
    ACOS.forEach(aco -> clients.put(aco, AcoClient.of(server, aco)));
    return clients;
  }

  private static void take(TestServer server, Path archive) throws IOException {
    assertThat(server.bean(Deliveries.class).take(archive).outcome().toString())
        .as(archive.getFileName().toString())
        .isEqualTo("LOADED");
  }

  private static String escaped(String time) {
    return time.replace("+", "%2B");
  }

  private void load(TestServer server, String stage) throws IOException {
    for (Path archive : files(stage + "/attribution")) {
      take(server, archive);
    }
    for (Path claims : files(stage + "/claims")) {
      assertThat(server.bean(ClaimsLoad.class).load(claims).refused()).isEmpty();
    }
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(world.resolve(folder))) {
      return files.sorted().toList();
    }
  }

  private AcoClient.Export compare(
      AcoClient client, String stage, String aco, String export, String since) throws IOException {
    String query = since.isEmpty() ? "" : "?_since=" + escaped(since);
    AcoClient.Export done = client.export(EXPORTS.get(export) + query);
    String name = export + (since.isEmpty() ? "" : "-since") + ".json";
    Expected.of(world, stage, aco, name).assertIs(done);
    return done;
  }
}
