package io.bcda.loading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A line as exactly one JSON object: valid UTF-8, no key twice, nothing behind it, no character in
 * a string that FHIR forbids.
 *
 * @param text the whole line
 * @param resourceType the top-level resourceType if it is a string
 * @param id the top-level id if it is a string
 */
record StrictJson(String text, @Nullable String resourceType, @Nullable String id) {
  private static final JsonFactory STRICT =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(200)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /**
   * @throws LineRefused if it is anything else
   */
  static StrictJson of(byte[] line) {
    String text = decode(line);
    try (JsonParser in = STRICT.createParser(text)) {
      return walk(text, in);
    } catch (JsonProcessingException e) {
      boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw new LineRefused(
          twice ? LineReason.DUPLICATE_KEY : LineReason.NOT_JSON, "column " + column);
    } catch (IOException e) {
      throw new LineRefused(LineReason.NOT_JSON);
    }
  }

  private static String decode(byte[] line) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(line))
          .toString();
    } catch (CharacterCodingException e) {
      throw new LineRefused(LineReason.NOT_UTF8);
    }
  }

  private static StrictJson walk(String text, JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new LineRefused(LineReason.NOT_ONE_OBJECT);
    }
    String type = null;
    String id = null;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = in.nextToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING) {
        checkCharacters(in);
        if (depth == 1 && "resourceType".equals(in.currentName())) {
          type = in.getText();
        } else if (depth == 1 && "id".equals(in.currentName())) {
          id = in.getText();
        }
      }
    }
    if (in.nextToken() != null) {
      throw new LineRefused(LineReason.NOT_ONE_OBJECT, after(in));
    }
    return new StrictJson(text, type, id);
  }

  private static String after(JsonParser in) {
    return "column " + in.currentTokenLocation().getColumnNr();
  }

  /** FHIR R4 §2.24.0.1: no character below 32 but tab, CR, LF; and no half of a surrogate pair. */
  private static void checkCharacters(JsonParser in) throws IOException {
    char[] text = in.getTextCharacters();
    int end = in.getTextOffset() + in.getTextLength();
    for (int i = in.getTextOffset(); i < end; i++) {
      char c = text[i];
      if (c >= ' ' && !Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text[i + 1])) {
        i++;
      } else if (c != '\t' && c != '\r' && c != '\n') {
        throw new LineRefused(LineReason.BAD_CHARACTER, after(in));
      }
    }
  }
}
