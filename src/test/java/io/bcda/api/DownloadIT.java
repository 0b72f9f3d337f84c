package io.bcda.api;

import static io.bcda.audit.AuditKind.DOWNLOAD_BROKEN_OFF;
import static io.bcda.audit.AuditKind.FILE_DOWNLOADED;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files on the wire: two forms, their ranges, and who gets them (RFC 9110, RFC 9530). */
class DownloadIT {
  private static final TestServer SERVER = TestServer.H2;
  private static final String GZIP = "Accept-Encoding: gzip";
  private static WireFile file;
  private static String bearer;
  private static String path;
  private static byte[] plain;
  private static byte[] gzip;

  @BeforeAll
  static void export() {
    file = WireFile.exported(SERVER);
    bearer = "Authorization: " + file.bearer();
    path = file.path();
    plain = get().body();
    gzip = get(GZIP).body();
    assertThat(plain.length).isGreaterThan(600_000);
    assertThat(gzip.length).isLessThan(plain.length);
  }

  private static Raw get(String... headers) {
    return file.get(headers);
  }

  @Test
  void givenNoAcceptEncoding_whenFetched_thenThePlainFormAsTheManifestSays() throws Exception {
    Raw answer = get();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/fhir+ndjson");
    assertThat(answer.header("Content-Encoding")).isNull();
    assertThat(answer.header("Content-Length")).isEqualTo("" + plain.length);
    assertThat(answer.header("Vary")).contains("Accept-Encoding");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.header("Repr-Digest")).isEqualTo(digest(plain));
    assertThat(file.item().get("count").asLong()).isEqualTo(answer.text().lines().count());
    assertThat(file.item().at("/extension/fileSize").asLong()).isEqualTo(plain.length);
    assertThat(file.item().at("/extension/sha256").asText()).isEqualTo(hex(plain));
    assertThat(answer.text()).endsWith("}\n");
  }

  @Test
  void givenGzipIsAccepted_whenFetched_thenTheStoredForm() throws Exception {
    Raw answer = get(GZIP);
    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(answer.header("Content-Length")).isEqualTo("" + gzip.length);
    assertThat(answer.header("Vary")).contains("Accept-Encoding");
    assertThat(answer.header("Repr-Digest")).isEqualTo(digest(gzip));
    assertThat(file.item().at("/extension/gzipSha256").asText()).isEqualTo(hex(gzip));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes()).isEqualTo(plain);
    assertThat(answer.header("ETag"))
        .matches("\"[0-9a-f]{64}\"")
        .isNotEqualTo(get().header("ETag"));
  }

  @ParameterizedTest
  @CsvSource({
    "0-0",
    "0-99",
    "1-1",
    "262144-524287",
    "500000-",
    "-1",
    "-100",
    "0-99999999999",
    "-99999999999"
  })
  void givenARange_whenFetched_then206WithTheseBytesOfEitherForm(String range) throws Exception {
    for (boolean zipped : new boolean[] {false, true}) {
      byte[] whole = zipped ? gzip : plain;
      ByteRange expected = ByteRange.parse("bytes=" + range, whole.length).orElseThrow();
      Raw answer = get(zipped ? GZIP : "Accept-Encoding: identity", "Range: bytes=" + range);
      assertThat(answer.status()).isEqualTo(206);
      assertThat(answer.header("Content-Range"))
          .isEqualTo("bytes %d-%d/%d".formatted(expected.first(), expected.last(), whole.length));
      assertThat(answer.header("Content-Length")).isEqualTo("" + answer.body().length);
      assertThat(answer.body())
          .isEqualTo(Arrays.copyOfRange(whole, (int) expected.first(), (int) expected.last() + 1));
      assertThat(answer.header("Content-Encoding")).isEqualTo(zipped ? "gzip" : null);
      assertThat(answer.header("Repr-Digest")).isEqualTo(digest(whole));
    }
  }

  @ParameterizedTest
  @EnumSource(FileForm.class)
  void givenRandomRanges_whenPutTogether_thenTheWholeFile(FileForm form) {
    Random random = new Random(11);
    byte[] whole = form == FileForm.GZIP ? gzip : plain;
    byte[] joined = new byte[whole.length];
    for (int at = 0; at < whole.length; ) {
      int length = Math.min(1 + random.nextInt(150_000), whole.length - at);
      String range = "Range: bytes=" + at + "-" + (at + length - 1);
      byte[] part = get(WireFile.accepting(form), range).body();
      System.arraycopy(part, 0, joined, at, length);
      at += length;
    }
    assertThat(joined).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "application/fhir+json", "text/html", "*/*", "nonsense"})
  void givenAnyAccept_whenFetched_thenNever406(String accept) {
    assertThat(get("Accept: " + accept).status()).isEqualTo(200);
  }

  @Test
  void givenAnotherAco_whenItAsks_then404AsForAFileOfNobody() {
    String other = "Authorization: Bearer " + AcoClient.of(SERVER, "A6998").token();
    String job = path.split("/")[2];
    Raw foreign = Raw.send(SERVER, "GET", path, other);
    Raw unknown =
        Raw.send(SERVER, "GET", "/data/5f0c3b6e-1d1c-4a52-8a35-7a8e8e8b1c01/Patient.ndjson", other);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.text()).isEqualTo(unknown.text());
    for (String method : new String[] {"GET", "DELETE"}) {
      assertThat(Raw.send(SERVER, method, "/api/v2/jobs/" + job, other).status()).isEqualTo(404);
    }
    assertThat(Raw.send(SERVER, "GET", path).status()).isEqualTo(401);
    assertThat(get().status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s.idx", "x%s", "%s.gz", "."})
  void givenANameThatIsNotInTheManifest_whenFetched_then404(String form) {
    String own = path.substring(path.lastIndexOf('/') + 1);
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    Raw answer = Raw.send(SERVER, "GET", folder + form.formatted(own), bearer);
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.text()).contains("OperationOutcome");
  }

  @Test
  void givenDownloads_whenEnded_thenEachIsOnTheAuditTrailWithTheBytesSent() {
    long before = file.lastEvent();
    file.send("HEAD");
    get(GZIP, "If-None-Match: " + get(GZIP).header("ETag"));
    get(GZIP, "Range: bytes=3-4");
    get();
    String size = gzip.length + "";
    file.awaitDownload(before, FILE_DOWNLOADED, "gzip whole, " + size + " bytes sent");
    file.awaitDownload(before, FILE_DOWNLOADED, "gzip bytes 3-4/" + size + ", 2 bytes sent");
    file.awaitDownload(before, FILE_DOWNLOADED, "identity whole, " + plain.length + " bytes sent");
    String sql = "SELECT count(*) FROM audit_event WHERE id > ? AND subject = ?";
    String subject = path.substring("/data/".length());
    assertThat(SERVER.db().queryForObject(sql, Long.class, before, subject)).isEqualTo(3);
  }

  @Test
  void givenADownload_whenItEndsEarly_thenTheTrailTellsThatAndHowFarItCame() throws Exception {
    WireFile own = WireFile.exported(SERVER);
    int size = own.get(GZIP).body().length;
    Path stored = stored(own.path().substring("/data/".length()));
    try (FileChannel channel = FileChannel.open(stored, StandardOpenOption.WRITE)) {
      channel.truncate(size / 2);
    }
    long before = own.lastEvent();
    assertThat(own.get(GZIP).body()).hasSizeLessThan(size);
    own.awaitDownload(before, DOWNLOAD_BROKEN_OFF, "gzip whole, " + size / 2 + " bytes sent");
  }

  private static Path stored(String subject) throws IOException {
    try (Stream<Path> all = Files.walk(SERVER.home())) {
      return all.filter(f -> f.toString().contains(subject) && !f.toString().endsWith(".idx"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String digest(byte[] bytes) throws Exception {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(bytes)) + ":";
  }

  private static String hex(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(sha256(bytes));
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
