package io.bcda.api;

import static io.bcda.api.WireFile.accepting;
import static org.assertj.core.api.Assertions.assertThat;

import io.bcda.harness.TestServer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a download answers to conditions, to HEAD and to ranges that cannot be had, for either form
 * of a file (RFC 9110 sections 9.3.2, 13 and 14).
 */
class DownloadConditionsIT {
  private static final List<String> DESCRIPTION =
      List.of("ETag", "Vary", "Cache-Control", "Accept-Ranges", "Repr-Digest");
  private static WireFile file;
  private static final Map<FileForm, Raw> WHOLE = new EnumMap<>(FileForm.class);

  @BeforeAll
  static void export() {
    file = WireFile.exported(TestServer.H2);
    for (FileForm form : FileForm.values()) {
      WHOLE.put(form, file.get(accepting(form)));
    }
  }

  private static Raw whole(FileForm form) {
    return WHOLE.get(form);
  }

  private static String etag(FileForm form) {
    return whole(form).header("ETag");
  }

  private static FileForm other(FileForm form) {
    return form == FileForm.GZIP ? FileForm.IDENTITY : FileForm.GZIP;
  }

  private static void assertSame(Raw answer, FileForm form, List<String> headers) {
    assertThat(headers).allSatisfy(h -> assertThat(whole(form).header(h)).as(h).isNotBlank());
    assertThat(headers)
        .allSatisfy(h -> assertThat(answer.header(h)).as(h).isEqualTo(whole(form).header(h)));
  }

  private static void assertWhole(Raw answer, FileForm form) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Range")).isNull();
    assertThat(answer.header("Content-Encoding")).isEqualTo(whole(form).header("Content-Encoding"));
    assertThat(answer.body()).isEqualTo(whole(form).body());
  }

  @ParameterizedTest
  @EnumSource(FileForm.class)
  void givenHead_whenAsked_thenTheHeadersOfGetAndNoBody(FileForm form) {
    int size = whole(form).body().length;
    for (String range : List.of("bytes=0-9", "bytes=" + size + "-")) {
      Raw head = file.send("HEAD", accepting(form), "Range: " + range);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertSame(head, form, DESCRIPTION);
      assertSame(head, form, List.of("Content-Type", "Content-Length"));
      assertThat(head.header("Content-Encoding")).isEqualTo(whole(form).header("Content-Encoding"));
      assertThat(head.header("Content-Length")).isEqualTo("" + size);
    }
  }

  @ParameterizedTest
  @EnumSource(FileForm.class)
  void givenARangeBehindTheEnd_whenFetched_then416WithTheSizeOfThisForm(FileForm form) {
    int size = whole(form).body().length;
    for (String range :
        List.of(size + "-", size + "-" + (size + 9), "-0", "99999999999999999999-")) {
      Raw answer = file.get(accepting(form), "Range: bytes=" + range);
      assertThat(answer.status()).as(range).isEqualTo(416);
      assertThat(answer.header("Content-Range")).isEqualTo("bytes */" + size);
      assertThat(answer.header("Content-Type")).startsWith("application/fhir+json");
      assertThat(answer.header("Content-Encoding")).isNull();
      assertThat(answer.text()).contains("OperationOutcome");
      assertThat(answer.header("ETag")).isNull();
    }
    assertThat(file.get(accepting(form), "Range: bytes=" + (size - 1) + "-").status())
        .isEqualTo(206);
  }

  @ParameterizedTest
  @EnumSource(FileForm.class)
  void givenARangeThatIsNotServed_whenFetched_thenTheWholeFile(FileForm form) {
    for (String range : List.of("bytes=0-1,5-6", "lines=0-5", "bytes=x", "bytes=9-1", "bytes=-")) {
      assertWhole(file.get(accepting(form), "Range: " + range), form);
    }
  }

  @ParameterizedTest
  @EnumSource(FileForm.class)
  void givenIfRange_whenItNamesThisForm_thenTheRangeAndElseTheWhole(FileForm form) {
    String condition = "If-Range: " + etag(form);
    Raw part = file.get(accepting(form), "Range: bytes=5-9", condition);
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole(form).body(), 5, 10));
    assertSame(part, form, DESCRIPTION);
    String behind = "Range: bytes=" + whole(form).body().length + "-";
    assertThat(file.get(accepting(form), behind, condition).status()).isEqualTo(416);
    String date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (String no : List.of(etag(other(form)), "W/" + etag(form), "\"old\"", date)) {
      for (String range : List.of("Range: bytes=5-9", behind)) {
        assertWhole(file.get(accepting(form), range, "If-Range: " + no), form);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FileForm.class)
  void givenIfNoneMatch_whenTheClientHasTheForm_then304AndElseTheFile(FileForm form) {
    for (String method : List.of("GET", "HEAD")) {
      // RFC 9110 section 13.2.2: Range comes last.
      for (String known : List.of(etag(form), "\"x\", W/" + etag(form), "*")) {
        Raw answer =
            file.send(method, accepting(form), "If-None-Match: " + known, "Range: bytes=5-9");
        assertThat(answer.status()).as(known).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertSame(answer, form, DESCRIPTION);
      }
      String unknown = "If-None-Match: \"x\", " + etag(other(form));
      assertThat(file.send(method, accepting(form), unknown).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(FileForm.class)
  void givenIfMatch_whenItNamesAnotherForm_then412AndElseTheFile(FileForm form) {
    for (String yes : List.of(etag(form), "*", etag(other(form)) + ", " + etag(form))) {
      assertWhole(file.get(accepting(form), "If-Match: " + yes), form);
    }
    for (String no : List.of(etag(other(form)), "W/" + etag(form))) {
      for (String method : List.of("GET", "HEAD")) {
        Raw answer = file.send(method, accepting(form), "If-Match: " + no, "Range: bytes=5-9");
        assertThat(answer.status()).as(no).isEqualTo(412);
        assertThat(answer.header("Content-Range")).isNull();
      }
      assertThat(file.get(accepting(form), "If-Match: " + no).text()).contains("OperationOutcome");
    }
  }
}
