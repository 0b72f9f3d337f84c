package io.bcda.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** What the description of the operators' API promises. */
final class DescribedApi {
  private final Map<String, Object> whole;

  DescribedApi(String yaml) {
    this.whole = new Yaml().load(yaml);
  }

  /** Each method, path and status, separated by blanks. */
  List<String> promises() {
    List<String> promises = new ArrayList<>();
    operations()
        .forEach(
            (operation, details) ->
                map(details.get("responses"))
                    .keySet()
                    .forEach(status -> promises.add(operation + " " + status)));
    return promises;
  }

  /** Each operation, by method and path. */
  Map<String, Map<String, Object>> operations() {
    Map<String, Map<String, Object>> operations = new TreeMap<>();
    map(whole.get("paths"))
        .forEach(
            (path, methods) ->
                map(methods)
                    .forEach(
                        (method, details) ->
                            operations.put(
                                method.toUpperCase(Locale.ROOT) + " " + path, map(details))));
    return operations;
  }

  /** The media types of an answer; none for one without a body. */
  Set<String> types(String operation, String status) {
    Map<String, Object> response =
        map(map(operations().get(operation).get("responses")).get(status));
    if (response.get("$ref") instanceof String reference) {
      String name = reference.substring(reference.lastIndexOf('/') + 1);
      response = map(map(map(whole.get("components")).get("responses")).get(name));
    }
    return response.get("content") == null ? Set.of() : map(response.get("content")).keySet();
  }

  @SuppressWarnings("unchecked") // what YAML holds
  private static Map<String, Object> map(Object part) {
    return (Map<String, Object>) part;
  }
}
