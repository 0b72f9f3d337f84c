package io.bcda.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells by their bodies which resources have a tag: tags are kept nowhere else (decision 6), and an
 * index of them would cost each claim a row. For one person's resources, not for all.
 */
@Component
public class TaggedResources {

  /** Drivers hold all rows of a statement in memory, and a body may have many KB. */
  private static final int BATCH = 100;

  private static final String BODIES =
      """
      SELECT h.fhir_id, v.res_text_vc
        FROM hfj_resource h JOIN hfj_res_ver v ON v.res_id = h.res_id AND v.res_ver = h.res_ver
       WHERE h.res_type = :type AND h.fhir_id IN (:ids)
      """;
  private final JsonFactory json = new JsonFactory();
  private final NamedParameterJdbcTemplate db;

  TaggedResources(NamedParameterJdbcTemplate db) {
    this.db = db;
  }

  /**
   * What is asked for.
   *
   * @param system null: any; empty: none
   */
  public record Tag(@Nullable String system, String code) {
    private boolean fits(@Nullable String itsSystem, @Nullable String itsCode) {
      return code.equals(itsCode)
          && (system == null || system.equals(Objects.requireNonNullElse(itsSystem, "")));
    }
  }

  /** The ids of those that have one of the tags in their newest version. */
  public List<String> having(Set<Tag> tags, ResourceKind kind, Collection<String> ids) {
    List<String> all = List.copyOf(ids);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < all.size(); i += BATCH) {
      List<String> batch = all.subList(i, Math.min(all.size(), i + BATCH));
      db.query(
          BODIES,
          Map.of("type", kind.fhirType(), "ids", batch),
          row -> {
            String body = row.getString(2);
            if (body != null && hasOne(tags, body)) {
              found.add(row.getString(1));
            }
          });
    }
    return found;
  }

  private boolean hasOne(Set<Tag> tags, String body) {
    try (JsonParser parser = json.createParser(body)) {
      parser.nextToken();
      return enter(parser, "meta", JsonToken.START_OBJECT)
          && enter(parser, "tag", JsonToken.START_ARRAY)
          && anyFits(parser, tags);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored body is not JSON", e);
    }
  }

  /** Goes on within an object to the value of a field of it; false if it has no such. */
  private static boolean enter(JsonParser parser, String name, JsonToken kind) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals(name);
      if (parser.nextToken() == kind && wanted) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static boolean anyFits(JsonParser parser, Set<Tag> tags) throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      String system = null;
      String code = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("system")) {
          system = parser.getText();
        } else if (name.equals("code")) {
          code = parser.getText();
        } else {
          parser.skipChildren();
        }
      }
      String itsSystem = system;
      String itsCode = code;
      if (tags.stream().anyMatch(tag -> tag.fits(itsSystem, itsCode))) {
        return true;
      }
    }
    return false;
  }
}
