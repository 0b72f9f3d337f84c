package io.bcda.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds JSON to the schemas of the description, as far as it uses them. What a schema with
 * properties does not name may not be there, unless it says so: a member that nobody described is
 * found.
 */
final class PublicSchema {
  private final PublicApi api;
  private final List<String> faults = new ArrayList<>();

  private PublicSchema(PublicApi api) {
    this.api = api;
  }

  /** What of the answer is not as the promise says; empty if all is. */
  static List<String> faults(PublicApi api, PublicApi.Promise promise, JsonNode json) {
    PublicSchema schema = new PublicSchema(api);
    Map<String, Object> responses =
        PublicApi.map(api.operations().get(promise.operation()).get("responses"));
    Map<String, Object> answer =
        api.resolved(PublicApi.map(responses.get(Integer.toString(promise.status()))));
    Map<String, Object> content =
        PublicApi.map(PublicApi.map(answer.get("content")).get(promise.type()));
    schema.check(content.get("schema"), json, "");
    return schema.faults;
  }

  private void check(Object part, JsonNode json, String at) {
    Map<String, Object> schema = api.resolved(PublicApi.map(part));
    fault(isOfType(schema.get("type"), json), at + " is of another type");
    Object same = schema.get("const");
    fault(same == null || same.toString().equals(json.asText()), at + " is another constant");
    boolean named = !(schema.get("enum") instanceof List<?> all) || all.contains(json.asText());
    fault(named, at + " is not of the list");
    boolean enough = !(schema.get("minimum") instanceof Integer n) || json.asLong() >= n;
    fault(enough, at + " is too small");
    if (schema.get("items") != null) {
      json.forEach(item -> check(schema.get("items"), item, at + "[]"));
    }
    if (schema.get("required") instanceof List<?> names) {
      names.forEach(name -> fault(json.has(name.toString()), at + "." + name + " is missing"));
    }
    members(schema, json, at);
  }

  private void members(Map<String, Object> schema, JsonNode json, String at) {
    if (schema.get("additionalProperties") instanceof Map<?, ?> each) {
      json.properties().forEach(m -> check(each, m.getValue(), at + "." + m.getKey()));
      return;
    }
    if (schema.get("properties") == null) {
      return;
    }
    Map<String, Object> known = PublicApi.map(schema.get("properties"));
    boolean open = Boolean.TRUE.equals(schema.get("additionalProperties"));
    json.properties()
        .forEach(
            member -> {
              String name = member.getKey();
              fault(open || known.containsKey(name), at + "." + name + " is not described");
              if (known.containsKey(name)) {
                check(known.get(name), member.getValue(), at + "." + name);
              }
            });
  }

  private void fault(boolean good, String text) {
    if (!good) {
      faults.add(text);
    }
  }

  private static boolean isOfType(Object type, JsonNode json) {
    if (type instanceof List<?> several) {
      return several.stream().anyMatch(one -> isOfType(one, json));
    }
    return type == null
        || switch (type.toString()) {
          case "object" -> json.isObject();
          case "array" -> json.isArray();
          case "string" -> json.isTextual();
          case "integer" -> json.isIntegralNumber();
          case "boolean" -> json.isBoolean();
          default -> false;
        };
  }
}
