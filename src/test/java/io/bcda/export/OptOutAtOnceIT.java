package io.bcda.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.attribution.RosterKind;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.hl7.fhir.r4.model.ExplanationOfBenefit;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An opt-out acts from its commit on what runs, on what was made, and on what is being sent. */
class OptOutAtOnceIT {
  private static final LocalDate DAY = LocalDate.parse("2021-03-01");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** An ACO with two people, of whom one will opt out. */
  private static final class World {
    private final TestServer server;
    private final TestWorld world;
    private final String stays = "stays" + UUID.randomUUID();
    private final String leaves = "leaves" + UUID.randomUUID().toString().substring(0, 20);
    private final String mbi = TestWorld.mbi();

    World(TestServer server) {
      this.server = server;
      this.world = new TestWorld(server);
      String other = TestWorld.mbi();
      world.patient(stays, other);
      world.patient(leaves, mbi);
      world.coverage("c" + leaves, leaves); // the only Coverage: its file becomes empty
      world.claim("e" + stays, stays, DAY);
      world.claim("e" + leaves, leaves, DAY);
      Instant yesterday = server.clock().instant().minus(Duration.ofDays(1));
      world.roster(RosterKind.CURRENT, yesterday, other, mbi);
    }

    void optOut() {
      world.preference(mbi, DAY, false);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenFinishedJob_whenAPersonOptsOut_thenFilesAreGoneAtOnceAndReplacedWithoutThem(
      TestServer server) {
    World world = new World(server);
    AcoClient client = world.world.client();
    AcoClient.Export export = client.export("Group/all/$export");
    List<String> urls = urls(export);
    assertThat(urls).hasSize(3);

    world.optOut();

    for (String url : urls) {
      for (String method : List.of("GET", "HEAD")) {
        assertThat(client.send(method, url).statusCode()).as(method).isEqualTo(410);
      }
      HttpResponse<String> part = client.get(url, "Range", "bytes=0-9");
      assertThat(part.statusCode()).isEqualTo(410);
      assertThat(part.body()).contains("opted out of data sharing").doesNotContain(world.leaves);
    }
    AcoClient.Export again = client.await(export.statusUrl());
    assertThat(again.transactionTime()).isEqualTo(export.transactionTime());
    assertThat(urls(again)).hasSize(2).doesNotContainAnyElementsOf(urls);
    assertThat(again.output())
        .isEqualTo(
            Map.of(
                "Patient", Map.of(world.stays, 1),
                "ExplanationOfBenefit", Map.of("e" + world.stays, 1)));
    JsonNode totals = again.manifest().at("/extension/totals");
    assertThat(totals.get("resources").asInt()).isEqualTo(2);
    assertThat(totals.get("optedOut").asInt()).isEqualTo(3);
    urls.forEach(url -> assertThat(client.get(url).statusCode()).isEqualTo(410));
    String folder = URI.create(urls.get(0)).getPath().split("/")[2];
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(server.files().names(folder)).hasSize(2));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenASliceIsWritten_whenAPersonInItOptsOut_thenItIsReplacedThoughNobodyAsks(
      TestServer server) {
    World world = new World(server);
    AcoClient client = world.world.client();
    server.files().hold();
    try {
      String job = client.start("Group/all/$export");
      server.files().letThrough(1);
      String id = job.substring(job.lastIndexOf('/') + 1);
      String files = "SELECT count(*) FROM export_file WHERE job_id = ?";
      await().atMost(PATIENCE).until(() -> count(server, files, id) == 1);
      world.optOut();
      server.bean(ReplacementSweep.class).sweep(); // it has seen the opt-out, and no complete job
      server.files().open();

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(count(server, files + " AND withdrawn", id)).isPositive());
    } finally {
      server.files().open();
    }
  }

  private static int count(TestServer server, String query, String id) {
    return server.db().queryForObject(query, Integer.class, id);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenOptOutsWhenFilesAreReplacedAlready_thenReplacedAgainAndTheFirstStaysOut(
      TestServer server) {
    World world = new World(server);
    AcoClient client = world.world.client();
    AcoClient.Export export = client.export("Group/all/$export");
    world.optOut();
    client.await(export.statusUrl());
    world.world.preference(world.mbi, DAY.plusDays(1), true); // back in, for later exports
    String other = TestWorld.mbi();
    world.world.patient(world.stays, other);
    world.world.preference(other, DAY, false);

    AcoClient.Export again = client.await(export.statusUrl());

    assertThat(again.output()).isEmpty();
    AcoClient.Export next = client.export("Group/all/$export?_since=" + export.transactionTime());
    assertThat(next.output().get("Patient")).containsOnlyKeys(world.leaves);
    assertThat(next.output().get("Coverage")).containsOnlyKeys("c" + world.leaves);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenPersonWhoseMbiWasReplacedSince_whenOptsOutUnderTheFormer_thenFilesAreGone(
      TestServer server) {
    World world = new World(server);
    AcoClient client = world.world.client();
    AcoClient.Export export = client.export("Group/all/$export");
    world.world.patient(world.leaves, TestWorld.mbi());
    world.optOut();
    urls(export).forEach(url -> assertThat(client.get(url).statusCode()).isEqualTo(410));
    assertThat(client.await(export.statusUrl()).output().get("Patient"))
        .containsOnlyKeys(world.stays);
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenRunningJob_whenAPersonOptsOut_thenTheManifestIsWithoutThem(TestServer server) {
    World world = new World(server);
    AcoClient client = world.world.client();
    server.files().hold();
    String job;
    try {
      job = client.start("Group/all/$export");
      await()
          .atMost(PATIENCE)
          .until(() -> client.get(job).headers().firstValue("X-Progress").orElse("").contains("("));
      world.optOut();
    } finally {
      server.files().open();
    }
    AcoClient.Export export = client.await(job);
    assertThat(export.output())
        .isEqualTo(
            Map.of(
                "Patient", Map.of(world.stays, 1),
                "ExplanationOfBenefit", Map.of("e" + world.stays, 1)));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenDownloadUnderWay_whenAPersonOptsOut_thenItEnds(TestServer server) throws IOException {
    World world = new World(server);
    for (int i = 0; i < 24; i++) {
      world.world.put(largeClaim("l" + i + world.leaves, world.leaves, i));
    }
    AcoClient client = world.world.client();
    AcoClient.Export export = client.export("Group/all/$export?_type=ExplanationOfBenefit");
    URI url = URI.create(urls(export).get(0));
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(64 * 1024);
      socket.setSoTimeout(30_000);
      socket.connect(new InetSocketAddress("localhost", URI.create(server.url()).getPort()));
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + url.getPath()
                      + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\n"
                      + "Authorization: Bearer "
                      + client.token()
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(15), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200 \r\n".substring(0, 15));
      in.readNBytes(100_000);
      world.optOut();
      Instant noticed = Instant.now().plusMillis(1200);
      await().atMost(PATIENCE).until(() -> Instant.now().isAfter(noticed));

      assertThat(rest(in)).isLessThan(20_000_000);
    }
    assertThat(client.get(url.toString()).statusCode()).isEqualTo(410);
    assertThat(client.await(export.statusUrl()).output())
        .isEqualTo(Map.of("ExplanationOfBenefit", Map.of("e" + world.stays, 1)));
  }

  @ParameterizedTest
  @EnumSource(TestServer.class)
  void givenJobOfAnEarlierEra_whenItsFileIsAsked_thenGoneSinceOptOutsCannotBeTold(
      TestServer server) {
    World world = new World(server);
    AcoClient client = world.world.client();
    AcoClient.Export export = client.export("Group/all/$export");
    String url = urls(export).get(0);
    String job = URI.create(url).getPath().split("/")[2];
    assertThat(client.get(url).statusCode()).isEqualTo(200);
    server.db().update("UPDATE export_job SET era = era - 1 WHERE id = ?", job);
    HttpResponse<String> gone = client.get(url);
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(gone.body()).contains("restored or rebuilt");
  }

  /** Bytes that still come before the connection ends. */
  private static long rest(InputStream in) {
    long count = 0;
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        count += n;
      }
    } catch (IOException reset) {
      return count; // as good an end as any
    }
    return count;
  }

  /** About a million bytes that no gzip makes small. */
  private static ExplanationOfBenefit largeClaim(String id, String patient, int seed) {
    StringBuilder text = new StringBuilder();
    new Random(seed).ints(1_000_000, 'a', 'z' + 1).forEach(c -> text.append((char) c));
    ExplanationOfBenefit claim = new ExplanationOfBenefit();
    claim.setId(id);
    claim.setPatient(new Reference("Patient/" + patient));
    claim.getBillablePeriod().getEndElement().setValueAsString(DAY.toString());
    claim.setDisposition(text.toString());
    return claim;
  }

  private static List<String> urls(AcoClient.Export export) {
    List<String> urls = new ArrayList<>();
    export.manifest().get("output").forEach(item -> urls.add(item.get("url").asText()));
    return urls;
  }
}
