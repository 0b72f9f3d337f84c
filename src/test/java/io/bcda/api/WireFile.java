package io.bcda.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
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

  /** What the audit trail says of the last download: the form and the part of it. */
  String lastDownload() {
    String last =
        """
        SELECT outcome FROM audit_event
         WHERE kind = 'FILE_DOWNLOADED' AND subject = ?
         ORDER BY id DESC FETCH FIRST 1 ROW ONLY
        """;
    return world
        .server()
        .db()
        .queryForObject(last, String.class, path().substring("/data/".length()));
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
