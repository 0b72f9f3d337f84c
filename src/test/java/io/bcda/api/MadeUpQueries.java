package io.bcda.api;

import io.bcda.harness.Damage;
import io.bcda.harness.HttpFuzz;
import io.bcda.harness.Pick;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Requests with a good token, right in some things and wrong in others: kick-offs, lists, status,
 * downloads.
 *
 * @param bare token of an ACO without people, whose exports never start
 * @param rich token of an ACO with people
 * @param job a finished one of the latter
 * @param file of that job
 */
record MadeUpQueries(String bare, String rich, String job, String file)
    implements HttpFuzz.Requests {
  private static final List<String> VALUES =
      List.of(
          "",
          "Patient",
          "Patient,Coverage",
          "Patient,,",
          "ExplanationOfBenefit",
          "patient",
          "2026-01-01T00:00:00Z",
          "2026-01-01T00:00:00+14:00",
          "2026-02-30T00:00:00Z",
          "0000-01-01T00:00:00Z",
          "9999-12-31T23:59:59.999999999Z",
          "-0001-01-01T00:00:00Z",
          "+999999999-01-01T00:00:00Z",
          "1700-01-01T00:00:00.1-18:00",
          "2026-01-01",
          "application/fhir+ndjson",
          "ndjson",
          "Patient?_id=1",
          "Patient?_lastUpdated=gt2020",
          "Completed",
          "In Progress,Failed",
          "1",
          "-1",
          "0",
          "99999999999999999999",
          "1e9",
          "x",
          "true",
          "json",
          "..%2f..",
          "' OR 1=1 --",
          "${jndi:x}",
          "<script>",
          "id,meta",
          "Patient.name,Coverage.payor",
          "Patient%3Fidentifier%3D1",
          "ExplanationOfBenefit?service-date=ge2026-01-01&type=x,Patient?_id=1",
          "LatestProvenanceResources",
          "*");

  @Override
  public byte[] next(Random random) {
    Pick pick = new Pick(random);
    boolean kickOff = pick.once(2);
    String path = kickOff ? kickOff(pick) : path(pick);
    List<String> headers = new ArrayList<>(List.of("Host: localhost", "Connection: close"));
    boolean people = !kickOff || pick.once(10);
    headers.add("Authorization: Bearer " + (people ? rich : bare));
    headers(pick, headers);
    if (kickOff && pick.once(4)) {
      return posted(pick, path, headers);
    }
    String method = pick.once(12) ? pick.of("HEAD", "POST", "PUT", "OPTIONS", "PATCH", "X") : "GET";
    String request =
        (method + " " + path + query(pick) + " HTTP/1.1\r\n")
            + (String.join("\r\n", headers) + "\r\n\r\n");
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    return pick.once(5) ? Damage.some(bytes, random) : bytes;
  }

  /** A kick-off with a body of the length that it says. */
  private static byte[] posted(Pick pick, String path, List<String> headers) {
    List<String> parts = new ArrayList<>();
    for (int i = pick.below(4); i > 0; i--) {
      parts.add(
          "{\"name\":\"%s\",\"%s\":%s}"
              .formatted(
                  pick.of(
                      "_type", "_since", "_typeFilter", "_elements", "patient", pick.of(VALUES)),
                  pick.of("valueString", "valueCode", "valueReference", "valueBoolean", "part"),
                  pick.of(
                      "\"" + pick.of(VALUES) + "\"",
                      "{\"reference\":\"Patient/1\"}",
                      "true",
                      "[[]]",
                      "1e999")));
    }
    String body =
        pick.damaged(
            "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", parts) + "]}");
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    String head =
        ("POST " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers))
            + ("\r\nContent-Type: " + pick.of("application/fhir+json", "application/json", "x"))
            + ("\r\nContent-Length: " + bytes.length + "\r\n\r\n");
    return (head + body).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String kickOff(Pick pick) {
    return "/api/v2/"
        + pick.of(
            "Group/all/",
            "Group/new/",
            "Group/runout/",
            "Patient/",
            "",
            "Group/" + segment(pick) + "/")
        + pick.of("$export", "$export", "$export", "%24export", segment(pick));
  }

  private String path(Pick pick) {
    return switch (pick.below(8)) {
      case 0 -> "/api/v2/jobs";
      case 1 -> "/api/v2/jobs/" + pick.of(job, pick.damaged(job), segment(pick));
      case 2, 3, 4 -> "/data/" + job + "/" + file;
      case 5 -> "/data/" + pick.of(job, segment(pick)) + "/" + pick.of(file, segment(pick));
      case 6 -> "/api/v2/Group" + pick.of("", "/all", "/" + segment(pick));
      default -> "/api/v2/" + pick.of("attribution_status", "metadata", "Patient/" + segment(pick));
    };
  }

  /** A path's segment of anything. */
  private static String segment(Pick pick) {
    String text = pick.of(pick.odd(), pick.of(VALUES), "a".repeat(pick.below(300)));
    return pick.once(6) ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String query(Pick pick) {
    List<String> parameters = new ArrayList<>();
    for (int i = pick.below(4); i > 0; i--) {
      String name =
          pick.of(
              "_type",
              "_since",
              "_typeFilter",
              "_elements",
              "_until",
              "organizeOutputBy",
              "allowPartialManifests",
              "_outputFormat",
              "_status",
              "_count",
              "_offset",
              "_format",
              "_summary",
              "_id",
              "_getpages",
              "includeAssociatedData",
              "patient",
              "%5Ftype",
              "_type:x",
              pick.once(4) ? pick.odd() : "_type");
      String value = pick.once(5) ? pick.odd() : pick.damaged(pick.of(VALUES));
      parameters.add(
          name + "=" + (pick.once(8) ? value : URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    if (pick.once(50)) {
      parameters.add("_type=" + "Patient,".repeat(2_000));
    }
    return parameters.isEmpty()
        ? ""
        : pick.of("?", "?", "?", "?&", "??") + String.join("&", parameters);
  }

  private static void headers(Pick pick, List<String> headers) {
    if (!pick.once(8)) {
      headers.add("Accept: " + (pick.once(3) ? media(pick) : "application/fhir+json"));
    }
    if (!pick.once(8)) {
      headers.add("Prefer: " + (pick.once(3) ? preference(pick) : "respond-async"));
    }
    if (pick.once(3)) {
      headers.add("Range: " + range(pick));
    }
    if (pick.once(5)) {
      headers.add(
          pick.of(
                  "If-Range",
                  "If-None-Match",
                  "If-Match",
                  "If-Modified-Since",
                  "If-Unmodified-Since",
                  "Accept-Encoding",
                  "Content-Type",
                  "Accept-Language",
                  "X-Forwarded-Host",
                  "Transfer-Encoding")
              + ": "
              + pick.damaged(
                  pick.of(
                      "*",
                      "\"a\"",
                      "W/\"a\"",
                      "gzip;q=0",
                      "gzip, identity;q=0.5",
                      "Thu, 01 Jan 1970 00:00:00 GMT",
                      "chunked",
                      "x")));
    }
  }

  private static String media(Pick pick) {
    return pick.damaged(
        pick.of(
            "*/*",
            "application/*;q=0",
            "text/html, application/json;q=0.1",
            "application/fhir+xml",
            ";",
            ",",
            "a/b;q=\"",
            "application/json;q=NaN",
            ""));
  }

  private static String preference(Pick pick) {
    return pick.damaged(
        pick.of(
            "respond-async, handling=lenient",
            "handling=strict",
            "respond-async, separate-export-status",
            "respond-async, handling=\"lenient\"",
            "return=minimal",
            "respond-async;wait=1",
            "wait=99999999999",
            ",",
            "\"",
            ""));
  }

  private static String range(Pick pick) {
    return pick.damaged(
        pick.of(
            "bytes=0-0",
            "bytes=5-",
            "bytes=-5",
            "bytes=-0",
            "bytes=9-1",
            "bytes=0-0,5-9",
            "bytes=0-99999999999999999999",
            "bytes=99999999-",
            "lines=1-2",
            "bytes=",
            "bytes"));
  }
}
