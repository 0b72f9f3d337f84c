package io.bcda.loading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bcda.store.ResourceKind;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A first, cheap look at a line: which resource does it seem to be? Decides order and writer, never
 * whether the line is good; {@link ResourceGate} does that.
 *
 * @param type the top-level resourceType, if it can be seen
 * @param id the top-level id, if it can be seen
 */
record LineSniff(@Nullable String type, @Nullable String id) {
  private static final JsonFactory JSON = new JsonFactory();

  static LineSniff of(NdjsonLine line) {
    String type = null;
    String id = null;
    try (JsonParser in = JSON.createParser(line.bytes())) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return new LineSniff(null, null);
      }
      while ((type == null || id == null) && in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        boolean text = in.nextToken() == JsonToken.VALUE_STRING;
        if (text && type == null && "resourceType".equals(key)) {
          type = in.getText();
        } else if (text && id == null && "id".equals(key)) {
          id = in.getText();
        } else {
          in.skipChildren();
        }
      }
    } catch (IOException e) {
      return new LineSniff(type, id); // the gate will say what is wrong
    }
    return new LineSniff(type, id);
  }

  boolean isPatient() {
    return ResourceKind.PATIENT.fhirType().equals(type);
  }

  boolean isBundle() {
    return "Bundle".equals(type);
  }

  Optional<ResourceKind> kind() {
    return type == null ? Optional.empty() : ResourceKind.ofFhirType(type);
  }

  /** Equal for lines of the same resource. */
  int route() {
    return (type + "/" + id).hashCode();
  }
}
