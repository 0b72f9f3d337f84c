package io.bcda.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** What the description of the public API promises. */
final class PublicApi {
  private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "delete");
  private final Map<String, Object> whole;

  PublicApi(String yaml) {
    this.whole = new Yaml().load(yaml);
  }

  /**
   * One answer that is promised.
   *
   * @param type the media type; empty for an answer without a body
   */
  record Promise(String method, String path, int status, String type) {
    String operation() {
      return method + " " + path;
    }

    @Override
    public String toString() {
      return operation() + " " + status + " " + type;
    }
  }

  Map<String, Object> whole() {
    return whole;
  }

  /** Each answer of each operation, in each of its media types. */
  List<Promise> promises() {
    List<Promise> promises = new ArrayList<>();
    operations()
        .forEach(
            (operation, details) -> {
              String[] parts = operation.split(" ");
              map(details.get("responses"))
                  .forEach(
                      (status, answer) ->
                          types(answer)
                              .forEach(
                                  type ->
                                      promises.add(
                                          new Promise(
                                              parts[0],
                                              parts[1],
                                              Integer.parseInt(status),
                                              type))));
            });
    return promises;
  }

  /** Each operation, by method and path. */
  Map<String, Map<String, Object>> operations() {
    Map<String, Map<String, Object>> operations = new TreeMap<>();
    map(whole.get("paths"))
        .forEach(
            (path, item) ->
                map(item)
                    .forEach(
                        (method, details) -> {
                          if (METHODS.contains(method)) {
                            operations.put(
                                method.toUpperCase(Locale.ROOT) + " " + path, map(details));
                          }
                        }));
    return operations;
  }

  /** The statuses that an operation names. */
  Set<Integer> statuses(String operation) {
    Set<Integer> statuses = new TreeSet<>();
    map(operations().get(operation).get("responses"))
        .keySet()
        .forEach(status -> statuses.add(Integer.valueOf(status)));
    return statuses;
  }

  /** The parameters of an operation: in the query, in the form, or in a Parameters resource. */
  Set<String> parameterNames(String operation) {
    Map<String, Object> details = operations().get(operation);
    Set<String> names = new TreeSet<>();
    if (details.get("parameters") instanceof List<?> list) {
      list.stream()
          .map(parameter -> resolved(map(parameter)))
          .filter(parameter -> parameter.get("in").equals("query"))
          .forEach(parameter -> names.add((String) parameter.get("name")));
    }
    if (details.get("requestBody") != null) {
      map(map(details.get("requestBody")).get("content"))
          .values()
          .forEach(content -> names.addAll(membersOf(map(content).get("schema"))));
    }
    return names;
  }

  private Set<String> membersOf(Object schema) {
    Map<String, Object> members = map(resolved(map(schema)).get("properties"));
    if (!members.containsKey("parameter")) {
      return members.keySet();
    }
    Map<String, Object> part = map(map(members.get("parameter")).get("items"));
    List<?> all = (List<?>) map(map(part.get("properties")).get("name")).get("enum");
    Set<String> names = new TreeSet<>();
    all.forEach(name -> names.add((String) name));
    return names;
  }

  private Set<String> types(Object answer) {
    Object content = resolved(map(answer)).get("content");
    return content == null ? Set.of("") : map(content).keySet();
  }

  /** What a reference leads to; a part without one is itself. */
  Map<String, Object> resolved(Map<String, Object> part) {
    if (!(part.get("$ref") instanceof String reference)) {
      return part;
    }
    Object at = whole;
    for (String step : reference.substring("#/".length()).split("/")) {
      at = map(at).get(step);
      if (at == null) {
        throw new AssertionError("leads nowhere: " + reference);
      }
    }
    return map(at);
  }

  @SuppressWarnings("unchecked") // what YAML holds
  static Map<String, Object> map(Object part) {
    return (Map<String, Object>) part;
  }
}
