package io.bcda.store;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonSplicerTest {
  private static final String BODY =
      "{\"resourceType\":\"Patient\",\"active\":true,\"name\":[{\"family\":\"Ñandú 😀\"}]}";

  private final NdjsonSplicer splicer = new NdjsonSplicer(FhirContext.forR4Cached());

  @Test
  void givenABodyInOneLine_whenSpliced_thenNothingIsParsed() {
    for (int blanks = 0; blanks < 9; blanks++) {
      NdjsonSplicer.Line line = splice(BODY + " ".repeat(blanks));

      assertThat(line.parsed()).isFalse();
      assertThat(text(line)).contains("\"id\":\"a\"").endsWith("😀\"}]}" + " ".repeat(blanks));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\t\n", "\r\n"})
  void givenALineBreakAnywhere_whenSpliced_thenTheLineHasNone(String broken) {
    int start = BODY.indexOf(",\"active\"");
    for (int blanks = 0; blanks < 9; blanks++) {
      String indented = " ".repeat(blanks) + broken;
      for (String body :
          new String[] {
            BODY + indented,
            BODY.substring(0, start) + indented + BODY.substring(start),
            BODY.replace("[{", "[" + indented + "{")
          }) {
        NdjsonSplicer.Line line = splice(body);

        assertThat(line.parsed()).isTrue();
        assertThat(text(line)).doesNotContain("\n", "\r").contains("\"id\":\"a\"", "Ñandú 😀");
      }
    }
  }

  @Test
  void givenATabBetweenTokens_whenSpliced_thenItIsNoLineBreak() {
    assertThat(splice(BODY.replace("[{", "[\t{")).parsed()).isFalse();
  }

  private NdjsonSplicer.Line splice(String body) {
    Timestamp updated = Timestamp.from(Instant.parse("2026-11-23T00:00:00Z"));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return splicer.splice(
        ResourceKind.PATIENT, new ResourceCursor.Row(1, 1, 1, "a", updated, bytes, "JSON"));
  }

  private static String text(NdjsonSplicer.Line line) {
    return new String(line.head(), StandardCharsets.UTF_8)
        + new String(
            line.tail(),
            line.tailOffset(),
            line.tail().length - line.tailOffset(),
            StandardCharsets.UTF_8);
  }
}
