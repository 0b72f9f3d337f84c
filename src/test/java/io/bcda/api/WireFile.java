package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.audit.AuditKind;
import io.bcda.harness.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A file of a tiny world's export, asked for on the wire by its owner.
 *
 * @param item what the manifest says of it
 */
record WireFile(TinyWorld world, JsonNode item) {
  private static final String GZIP = "Accept-Encoding: gzip";
  private static final String IDENTITY = "Accept-Encoding: identity";

  /** What follows every full flush: an empty stored block (RFC 1951 section 3.2.4). */
  private static final byte[] FLUSHED = HexFormat.of().parseHex("0000ffff");

  private static final int GZIP_HEADER_BYTES = 10;

  /** The claims of a new world. */
  static WireFile exported(TestServer server) {
    TinyWorld world = TinyWorld.in(server);
    var export = world.client().export("Group/all/$export?_type=ExplanationOfBenefit");
    return new WireFile(world, export.manifest().at("/output/0"));
  }

  static String accepting(FileForm form) {
    return form == FileForm.GZIP ? GZIP : IDENTITY;
  }

  String path() {
    return item.get("url").asText().substring("http://localhost:8080".length());
  }

  String url() {
    return world.server().url() + path();
  }

  String bearer() {
    return "Bearer " + world.client().token();
  }

  String sha256(FileForm form) {
    String name = form == FileForm.GZIP ? "gzipSha256" : "sha256";
    return item.at("/extension/" + name).asText();
  }

  Raw get(String... headers) {
    return send("GET", headers);
  }

  Raw send(String method, String... headers) {
    String[] all =
        Stream.concat(Stream.of("Authorization: " + bearer()), Arrays.stream(headers))
            .toArray(String[]::new);
    return Raw.send(world.server(), method, path(), all);
  }

  /** The newest event on the trail; those of later downloads come after it. */
  long lastEvent() {
    String last = "SELECT coalesce(max(id), 0) FROM audit_event";
    return Optional.ofNullable(world.server().db().queryForObject(last, Long.class)).orElseThrow();
  }

  /** What the audit trail tells of this file's downloads that ended since; a client hears first. */
  void awaitDownload(long since, AuditKind kind, String outcome) {
    String told =
        """
        SELECT outcome FROM audit_event
         WHERE id > ? AND kind = ? AND subject = ?
           AND client_id IN (SELECT client_id FROM auth_client WHERE aco = ?) AND aco = ?
           AND address IN ('127.0.0.1', '0:0:0:0:0:0:0:1')
        """;
    await()
        .untilAsserted(
            () ->
                assertThat(
                        world
                            .server()
                            .db()
                            .queryForList(
                                told,
                                String.class,
                                since,
                                kind.name(),
                                path().substring("/data/".length()),
                                world.aco(),
                                world.aco()))
                    .anySatisfy(o -> assertThat(o).startsWith(outcome)));
  }

  /** Places in the stored form from which the rest of the plain form can be inflated alone. */
  int segments() throws IOException {
    byte[] plain = get(IDENTITY).body();
    byte[] gzip = get(GZIP).body();
    int segments = opens(gzip, GZIP_HEADER_BYTES, plain) ? 1 : 0;
    for (int at = GZIP_HEADER_BYTES; at + FLUSHED.length < gzip.length; at++) {
      int next = at + FLUSHED.length;
      if (Arrays.equals(gzip, at, next, FLUSHED, 0, FLUSHED.length) && opens(gzip, next, plain)) {
        segments++;
      }
    }
    return segments;
  }

  private static boolean opens(byte[] gzip, int at, byte[] plain) throws IOException {
    var rest = new ByteArrayInputStream(gzip, at, gzip.length - at);
    try (var inflated = new InflaterInputStream(rest, new Inflater(true))) {
      byte[] tail = inflated.readAllBytes();
      int from = plain.length - tail.length;
      return tail.length > 0 && Arrays.equals(plain, from, plain.length, tail, 0, tail.length);
    } catch (ZipException e) {
      return false;
    }
  }
}
