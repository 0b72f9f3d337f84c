package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.AcoClient;
import io.bcda.harness.FhirWriter;
import io.bcda.harness.TestServer;
import io.bcda.harness.TestWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a body may be: HAPI would have it whole in memory before anybody looks who sent it. */
class LongFhirBodiesIT {
  private static final TestServer SERVER = TestServer.H2;
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/fhir+json";

  @ParameterizedTest
  @CsvSource({
    "Patient/_search, application/x-www-form-urlencoded, 65537",
    "Patient/_search, Application/X-WWW-Form-Urlencoded;charset=utf-8, 65537",
    "Patient/_search, application/fhir+json, 2097153",
    "Patient, application/fhir+json, 2097153",
    "'', application/fhir+json, 2097153",
    "Patient/$export, application/fhir+json, 2097153",
  })
  void givenALongBodyOfAnAco_whenAnnounced_then413BeforeItIsSent(
      String path, String type, int length) {
    assertTooLong(announced(bearer(aco()), path, type, length));
  }

  @ParameterizedTest
  @CsvSource({
    "Patient/_search, application/x-www-form-urlencoded, 70000",
    "Patient/_search, application/x-www-form-urlencoded, 140000",
    "Patient/$export, application/fhir+json, 2100000",
  })
  void givenALongBodyInChunks_whenSent_then413OnceItIsTooLong(
      String path, String type, int length) {
    String begin = type.equals(FORM) ? "_id=a&_format=" : "{\"resourceType\":\"";
    assertTooLong(inChunks(path, type, begin + "x".repeat(length - begin.length())));
  }

  @Test
  void givenAShortFormInChunks_whenSent_thenItIsRead() {
    assertThat(inChunks("Patient/_search", FORM, "_id=a").status()).isEqualTo(200);
  }

  /** What came behind the hundredth would be left out of the search. */
  @Test
  void givenVeryManyParameters_whenSent_thenNoneIsLeftOut() {
    String form = "_pretty=true&".repeat(100) + "_id=a&_nothing=1";
    assertThat(aco().post("Patient/_search", form).statusCode()).isEqualTo(400);
  }

  @Test
  void givenTheLongestForm_whenSent_thenItIsRead() {
    String form = "_id=a&_format=" + "x".repeat(65_536 - 14);
    assertThat(aco().post("Patient/_search", form).statusCode()).isEqualTo(200);
  }

  /** Who writes has Bundles of many resources; its forms are as anybody's. */
  @Test
  void givenASystemClient_whenItSendsMore_thenOnlyItsFormIsTooLong() {
    String bearer = bearer(FhirWriter.of(SERVER).token());
    assertTooLong(announced(bearer, "Patient/_search", FORM, 65_537));
    String bundle = "{\"resourceType\":\"Bundle\"" + " ".repeat(2_097_152) + "}";
    assertThat(FhirWriter.of(SERVER).send("POST", "", bundle).statusCode()).isEqualTo(400);
  }

  private static void assertTooLong(Raw answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(413);
    assertThat(answer.headers()).containsEntry("content-type", JSON);
    assertThat(AcoClient.json(answer.text()).at("/issue/0/code").asText()).isEqualTo("too-long");
  }

  private static Raw inChunks(String path, String type, String body) {
    String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    String head = head(bearer(aco()), path, type);
    return Raw.exchange(SERVER, head + "Transfer-Encoding: chunked\r\n\r\n" + chunk);
  }

  private static Raw announced(String bearer, String path, String type, int length) {
    String head = head(bearer, path, type);
    return Raw.ended(SERVER, head + "Content-Length: " + length + "\r\n\r\n");
  }

  private static String head(String bearer, String path, String type) {
    return "POST /api/v2/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".formatted(path)
        + bearer
        + "\r\nAccept: application/fhir+json\r\nPrefer: respond-async\r\nContent-Type: "
        + type
        + "\r\n";
  }

  private static AcoClient aco() {
    return new TestWorld(SERVER).client();
  }

  private static String bearer(AcoClient client) {
    return bearer(client.token());
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }
}
