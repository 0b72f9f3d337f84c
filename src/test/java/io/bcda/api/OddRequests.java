package io.bcda.api;

import static io.bcda.api.ErrorForm.PLANT;

import java.util.ArrayList;
import java.util.List;

/** What is odd about a request: header lines, and ways to write the target. */
final class OddRequests {
  private static final String HEADERS =
      """
      Accept: text/html
      Accept: application/xml;q=0.1
      Accept: {}/{}
      Accept: "
      Accept: */*;q=0
      Accept-Charset: {}
      Accept-Encoding: identity;q=0, *;q=0
      Accept-Encoding: {};q=x
      Accept-Language: {}
      Content-Type: application/xml
      Content-Type: text/html; charset={}
      Content-Type: multipart/form-data
      Content-Type: multipart/form-data; boundary={}
      Content-Type: application/x-www-form-urlencoded; charset={}
      Content-Type: {}
      Content-Encoding: {}
      Authorization: Bearer
      Authorization: Bearer a b
      Authorization: Bearer {}
      Authorization: Bearer \u00e9
      Authorization: bearer a.b.c
      Authorization: Basic
      Authorization: Basic !{}
      Authorization: Digest {}
      Authorization: {}
      Prefer: {}
      Prefer: respond-async; {}="
      Range: bytes=9-1
      Range: {}
      If-Range: {}
      If-Match: "{}"
      If-None-Match: ,,"
      If-Modified-Since: {}
      Expect: {}
      Transfer-Encoding: {}
      Transfer-Encoding: chunked, chunked
      Content-Length: -1
      Content-Length: {}
      Content-Length: 99999999
      Host: {}.example.org
      Host: {}:99999
      Connection: {}
      Upgrade: h2c
      Cookie: {}="; $Version=1
      Origin: http://{}.example.org
      Forwarded: for={};proto={}
      X-Forwarded-For: {}
      X-Forwarded-Proto: {}
      X-HTTP-Method-Override: DELETE
      X-Odd: a\u0001{}
      X-Odd: \u009f{}
      X-{}\u00e9: a
      X Odd: {}
      {}
      """;

  private static final String TARGETS =
      """
      @/%00
      @%00
      @/%2e%2e/{}
      @/../../{}
      @/./{}
      @//{}
      @/..%2f{}
      @%2f{}
      @/%252e%252e/{}
      @/%5c{}
      @/\\{}
      @;{}=1
      @/;%
      @;%2
      @;%zz/{}
      @/%
      @/%zz
      @/%ff%fe{}
      @/\u00ff{}
      @/%c0%ae%c0%ae/{}
      @/%0d%0aX-Odd:%20{}
      @/%7b{}%7d
      @/{{}}|^
      @/<{}>
      @/{}
      @#{}
      @ {}
      @?{}=1
      @?_type={}
      @?_type=Patient&_type={}
      @?_since={}
      @?_until={}
      @?_outputFormat={}
      @?_typeFilter={}%3F{}
      @?_elements={}
      @?patient=Patient/{}
      @?includeAssociatedData={}
      @?_format={}
      @?_format=xml
      @?_pretty={}
      @?_summary={}
      @?_count={}
      @?_status={}
      @?_offset={}
      @?_getpages={}
      @?_id={}
      @?identifier={}
      @?_lastUpdated={}
      @?service-date={}
      @?_sort={}&_include={}&_revinclude={}
      @?_method=DELETE&_validate={}
      @?&?_since={}
      @?%
      @?a=%zz
      @?a=%ff{}
      @?a=\u00ff{}
      @?%00{}=1
      @?{}%0d%0a=%0d%0a{}
      @?a[0]={}&b.c={}
      @?a={}|{}
      http://{}.example.org@
      """;

  private OddRequests() {}

  static List<String> headers() {
    return HEADERS.lines().map(OddRequests::planted).toList();
  }

  /** Several lines each; joined by line ends. */
  static List<String> manyHeaders() {
    return List.of(
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nContent-Type: application/fhir+json\r\n\r\n{\"a\"",
        "Host: " + PLANT,
        "X-Odd: a\r\n {}: folded".replace("{}", PLANT),
        "X-Odd: " + PLANT.repeat(3_200),
        ("X-Odd: " + PLANT + "\r\n").repeat(150).strip());
  }

  /** Other ways to write a path, and queries behind it. */
  static List<String> targets(String path) {
    List<String> targets =
        new ArrayList<>(TARGETS.lines().map(t -> planted(t).replace("@", path)).toList());
    targets.add(path + "/" + "x".repeat(9_000));
    targets.add(path + "?" + "x".repeat(5_000));
    targets.add(path + "?a=" + "x".repeat(33_000));
    targets.add(path + "?" + "a=1&".repeat(900));
    targets.add(path + "?" + "_type=Patient&".repeat(120));
    return targets;
  }

  private static String planted(String line) {
    return line.replace("{}", PLANT);
  }
}
