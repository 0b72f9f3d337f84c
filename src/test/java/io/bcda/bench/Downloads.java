package io.bcda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.bench.ExportContestant.Exported;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Fetches all files of an export over loopback, one after another. */
final class Downloads {
  private static final int BUFFER = 1 << 18;

  /** How a file travels. */
  enum Form {
    GZIP("gzip", "gzipFileSize"),
    IDENTITY("identity", "fileSize");

    private final String encoding;
    private final String size;

    Form(String encoding, String size) {
      this.encoding = encoding;
      this.size = size;
    }
  }

  private final Bench bench;
  private final BenchServer server;
  private final String token;
  private final Exported exported;

  Downloads(Bench bench, BenchServer server, String token, Exported exported) {
    this.bench = bench;
    this.server = server;
    this.token = token;
    this.exported = exported;
  }

  /** Reads all bytes and throws them away; the bytes measured are those that travelled. */
  Measured fetch(Form form) throws IOException {
    byte[] buffer = new byte[BUFFER];
    server.peakHeap();
    Optional<Duration> databaseCpu = bench.database().cpu();
    Duration cpu = server.cpu();
    long bytes = 0;
    long start = System.nanoTime();
    for (JsonNode item : exported.manifest().get("output")) {
      long before = bytes;
      try (InputStream in = open(item, form)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          bytes += n;
        }
      }
      assertThat(bytes - before).isEqualTo(item.at("/extension/" + form.size).asLong());
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return new Measured(
        exported.measured().resources(),
        bytes,
        time,
        server.cpu().minus(cpu),
        databaseCpu.flatMap(b -> bench.database().cpu().map(after -> after.minus(b))),
        server.peakHeap());
  }

  /** Which resources the files bring, held to the manifest's counts and digests. */
  ResourceSet resources() throws IOException {
    ResourceSet all = new ResourceSet();
    for (JsonNode item : exported.manifest().get("output")) {
      long before = all.count();
      MessageDigest digest = sha256();
      InputStream in = new DigestInputStream(open(item, Form.IDENTITY), digest);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), BUFFER)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          all.addLine(line);
        }
      }
      assertThat(all.count() - before).isEqualTo(item.get("count").asLong());
      String seen = HexFormat.of().formatHex(digest.digest());
      assertThat(seen).isEqualTo(item.at("/extension/sha256").asText());
    }
    return all;
  }

  private InputStream open(JsonNode item, Form form) throws IOException {
    String path = URI.create(item.get("url").asText()).getPath();
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(server.url() + path).toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + token);
    connection.setRequestProperty("Accept-Encoding", form.encoding);
    assertThat(connection.getResponseCode()).isEqualTo(200);
    return connection.getInputStream();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
