package io.bcda.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.store.JsonProperties.Place;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some elements of a resource, copied as they are: those asked for, those that every resource of
 * the type must have, and those without which the rest may be misread (FHIR R4, Search, "Summary";
 * Resource, "Modifier elements"). A tag says that it is not whole. Thread-safe.
 */
final class Projection {
  private static final List<String> ALWAYS =
      List.of("resourceType", "id", "meta", "implicitRules", "modifierExtension");

  /** Elements of several types, by the name that they have in FHIR's definitions. */
  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "deceased", List.of("deceasedBoolean", "deceasedDateTime"),
          "multipleBirth", List.of("multipleBirthBoolean", "multipleBirthInteger"));

  private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
  private static final String CODE = "SUBSETTED";
  private static final byte[] TAG =
      bytes("{\"system\":\"" + SYSTEM + "\",\"code\":\"" + CODE + "\"}");
  private static final byte[][] META = {bytes("meta")};
  private static final byte[][] TAGS = {bytes("tag")};
  private static final byte[][] CONTAINED = {bytes("contained")};
  private final byte[][] kept;

  /**
   * @param elements names of root elements; a choice by its name with or without a type or {@code
   *     [x]}
   */
  Projection(ResourceKind kind, Set<String> elements) {
    Set<String> names = new LinkedHashSet<>(ALWAYS);
    names.addAll(mandatory(kind));
    for (String element : elements) {
      String plain = element.endsWith("[x]") ? element.substring(0, element.length() - 3) : element;
      names.addAll(CHOICES.getOrDefault(plain, List.of(plain)));
    }
    List<byte[]> all = new ArrayList<>();
    for (String name : names) {
      all.add(bytes(name));
      all.add(bytes("_" + name)); // what extends a primitive value stands beside it
    }
    this.kept = all.toArray(byte[][]::new);
  }

  /** Root elements of which each resource has at least one (FHIR R4). */
  private static List<String> mandatory(ResourceKind kind) {
    return switch (kind) {
      case PATIENT -> List.of();
      case COVERAGE -> List.of("status", "beneficiary", "payor");
      case EXPLANATION_OF_BENEFIT ->
          List.of(
              "status",
              "type",
              "use",
              "patient",
              "created",
              "insurer",
              "provider",
              "outcome",
              "insurance");
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What the projection finds in one resource. */
  private static final class Found {
    private final List<Place> properties = new ArrayList<>();
    private @Nullable Place meta;
    private @Nullable Place contained;
    private int beforeContained;
  }

  /**
   * The part of a resource.
   *
   * @param json whole, with its id and meta
   * @throws JsonProperties.NotJson if it is none
   */
  byte[] of(byte[] json) {
    Found found = find(json);
    if (found.contained != null && refersInward(json, found.properties)) {
      found.properties.add(found.beforeContained, found.contained);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length);
    byte mark = '{';
    for (Place property : found.properties) {
      out.write(mark);
      if (property.equals(found.meta)) {
        writeMeta(json, property, out);
      } else {
        write(json, property.from(), property.to(), out);
      }
      mark = ',';
    }
    out.write('}');
    return out.toByteArray();
  }

  private Found find(byte[] json) {
    Found found = new Found();
    JsonProperties properties = new JsonProperties(json);
    while (properties.next()) {
      if (properties.in(kept) >= 0) {
        found.properties.add(properties.whole());
        found.meta = properties.in(META) >= 0 ? properties.whole() : found.meta;
      } else if (properties.in(CONTAINED) >= 0) {
        found.contained = properties.whole();
        found.beforeContained = found.properties.size();
      }
    }
    return found;
  }

  /** Whether a reference leads to what is contained, which then must be there (dom-3). */
  private static boolean refersInward(byte[] json, List<Place> places) {
    for (Place place : places) {
      for (int i = place.from(); i + 1 < place.to(); i++) {
        if (json[i] == '"' && json[i + 1] == '#') {
          return true;
        }
      }
    }
    return false;
  }

  private static void writeMeta(byte[] json, Place meta, ByteArrayOutputStream out) {
    int open = meta.from();
    while (json[open] != '{') { // behind the name
      open++;
    }
    JsonProperties properties = new JsonProperties(json, open, meta.to());
    boolean empty = true;
    while (properties.next()) {
      empty = false;
      if (properties.in(TAGS) >= 0) {
        writeTags(json, meta, properties.value(), out);
        return;
      }
    }
    write(json, meta.from(), meta.to() - 1, out);
    out.writeBytes(bytes(empty ? "\"tag\":[" : ",\"tag\":["));
    out.writeBytes(TAG);
    out.writeBytes(bytes("]}"));
  }

  private static void writeTags(byte[] json, Place meta, Place tags, ByteArrayOutputStream out) {
    JsonNode there = JsonProperties.tree(json, tags);
    int end = tags.to() - 1;
    write(json, meta.from(), end, out);
    if (!isTagged(there)) {
      if (!there.isEmpty()) {
        out.write(',');
      }
      out.writeBytes(TAG);
    }
    write(json, end, meta.to(), out);
  }

  private static boolean isTagged(JsonNode tags) {
    for (JsonNode tag : tags) {
      if (SYSTEM.equals(tag.path("system").asText()) && CODE.equals(tag.path("code").asText())) {
        return true;
      }
    }
    return false;
  }

  private static void write(byte[] json, int from, int to, ByteArrayOutputStream out) {
    out.write(json, from, to - from);
  }
}
