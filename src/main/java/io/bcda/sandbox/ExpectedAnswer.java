package io.bcda.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one export must hold: ids with versions, and ids that are gone, by type and sorted. */
final class ExpectedAnswer {
  private static final List<String> TYPES = List.of("Patient", "Coverage", "ExplanationOfBenefit");

  private final Map<String, Map<String, Integer>> output = new TreeMap<>();
  private final Map<String, Set<String>> deleted = new TreeMap<>();

  ExpectedAnswer() {
    for (String type : TYPES) {
      output.put(type, new TreeMap<>());
      deleted.put(type, new TreeSet<>());
    }
  }

  void add(String type, String id, int version) {
    output.getOrDefault(type, Map.of()).put(id, version);
  }

  void addDeleted(String type, String id) {
    deleted.getOrDefault(type, Set.of()).add(id);
  }

  /**
   * Writes {@code {"output": {type: {id: version}}, "deleted": {type: [id]}}}; each type is there,
   * empty or not.
   */
  void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart("output");
      for (String type : TYPES) {
        json.writeObjectFieldStart(type);
        for (Map.Entry<String, Integer> entry : output.getOrDefault(type, Map.of()).entrySet()) {
          json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeObjectFieldStart("deleted");
      for (String type : TYPES) {
        json.writeArrayFieldStart(type);
        for (String id : deleted.getOrDefault(type, Set.of())) {
          json.writeString(id);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }
}
