package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bcda.auth.ClientStore;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import io.bcda.loading.ClaimsLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The ids of all that an ACO has, of each kind one. */
final class Belongings {
  private final TestServer server;
  private final TestWorld world;
  private final AcoClient client;
  private final Map<String, String> ids = new HashMap<>();

  /**
   * Gives the ACO something of each kind. Files of jobs must not be held.
   *
   * @param patient an id of one of its people, with a Coverage c-id and a claim e-id
   */
  Belongings(TestServer server, TestWorld world, String patient, String mbi) {
    this.server = server;
    this.world = world;
    this.client = world.client();
    ids.put("aco", world.aco());
    ids.put("patient", patient);
    ids.put("mbi", mbi);
    ids.put("coverage", "c-" + patient);
    ids.put("claim", "e-" + patient);
    ids.put("client", server.bean(ClientStore.class).ofAco(world.aco()).get(0).id());
    ids.put("delivery", number("SELECT max(delivery_id) FROM roster WHERE aco = ?", world.aco()));
    jobs();
    claims();
  }

  private void jobs() {
    AcoClient.Export done = client.export("Group/all/$export?_type=Patient");
    ids.put("job", lastOf(done.statusUrl()));
    ids.put("file", lastOf(done.manifest().at("/output/0/url").asText()));
    String sql = "SELECT batch_instance FROM export_job WHERE id = ?";
    String instance = server.db().queryForObject(sql, String.class, ids.get("job"));
    ids.put("instance", instance == null ? ids.get("job") : instance); // a quick job has lost its
    ids.put("expired", lastOf(client.export("Group/all/$export?_type=Coverage").statusUrl()));
    ids.put("failed", lastOf(client.export("Patient/$export?_type=Coverage").statusUrl()));
    change("state = 'EXPIRED'", "expired");
    change("state = 'FAILED', failure = 'A slice failed.'", "failed");
  }

  private void change(String how, String kind) {
    String sql = "UPDATE export_job SET " + how + " WHERE id = ?";
    assertThat(server.db().update(sql, ids.get(kind))).isEqualTo(1);
  }

  /** Starts one more job; it runs as long as files are held. */
  void startRunning() {
    String url =
        client.kickOff("Group/all/$export").headers().firstValue("Content-Location").orElseThrow();
    ids.put("running", lastOf(url));
    await()
        .until(
            () -> client.get(url).headers().firstValue("X-Progress").orElse("").startsWith("In"));
  }

  private void claims() {
    String name = "matrix-" + UUID.randomUUID() + ".ndjson";
    try {
      Path file = Files.createTempDirectory("matrix").resolve(name);
      String line = "{\"resourceType\":\"Patient\",\"id\":\"%s\"}";
      server.bean(ClaimsLoad.class).load(Files.writeString(file, line.formatted("m-" + name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ids.put("claims-file", name);
    ids.put("load", number("SELECT max(id) FROM claims_load WHERE name = ?", name));
  }

  private String number(String sql, String argument) {
    return String.valueOf(server.db().queryForObject(sql, Long.class, argument));
  }

  private static String lastOf(String url) {
    String path = URI.create(url).getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Names what is in the store though not this ACO's.
   *
   * @param own a job of whoever asks, beside which another's file is asked for
   * @param search one whose further pages HAPI keeps
   */
  void beside(String own, String search) {
    ids.put("own", own);
    ids.put("search", search);
  }

  Map<String, String> ids() {
    return Map.copyOf(ids);
  }

  /** Ids of the same forms, which nothing has. */
  Map<String, String> unknown() {
    Map<String, String> unknown = new HashMap<>();
    ids.forEach((kind, id) -> unknown.put(kind, unknown(kind, id)));
    unknown.put("own", ids.get("own"));
    return unknown;
  }

  private static String unknown(String kind, String id) {
    return switch (kind) {
      case "aco" -> "A0000";
      case "mbi" -> "1S00A00AA00";
      case "delivery", "load" -> "99999999";
      case "file" -> "0" + id.substring(1);
      default ->
          id.length() == 36
              ? UUID.randomUUID().toString()
              : UUID.randomUUID() + id.substring(Math.max(0, id.length() - 7));
    };
  }

  /** Nothing of it is changed or gone. */
  void assertUntouched() {
    assertThat(client.get("/api/v2/jobs/" + ids.get("job")).statusCode()).isEqualTo(200);
    assertThat(client.get("/api/v2/jobs/" + ids.get("running")).statusCode()).isEqualTo(202);
    assertThat(client.get("/api/v2/jobs/" + ids.get("expired")).statusCode()).isEqualTo(410);
    assertThat(client.get("/api/v2/jobs/" + ids.get("failed")).statusCode()).isEqualTo(500);
    assertThat(client.get("/data/" + ids.get("job") + "/" + ids.get("file")).statusCode())
        .isEqualTo(200);
    assertThat(client.get("/api/v2/Group/all").statusCode()).isEqualTo(200);
    for (String kind : new String[] {"patient", "coverage", "claim"}) {
      assertThat(
              number(
                  "SELECT count(*) FROM hfj_resource WHERE fhir_id = ?"
                      + " AND res_deleted_at IS NULL AND res_ver = 1",
                  ids.get(kind)))
          .as(kind)
          .isEqualTo("1");
    }
    assertThat(
            number(
                "SELECT count(*) FROM roster_in_force WHERE to_xid IS NULL AND aco = ?",
                world.aco()))
        .isNotEqualTo("0");
    assertThat(server.bean(ClientStore.class).find(ids.get("client")).orElseThrow().isActive())
        .isTrue();
  }
}
