package io.bcda.api;

import static io.bcda.api.PublicApi.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The form of the description of the public API (OpenAPI 3.1.0, section 4.8). */
class OpenApiTest {
  private static final Pattern IN_BRACES = Pattern.compile("\\{(\\w+)}");
  private static final PublicApi API = new PublicApi(text());

  static String text() {
    try (InputStream file = PublicApi.class.getResourceAsStream(DescriptionController.FILE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void givenTheFile_whenRead_thenItHasTheFieldsThatAreRequired() {
    assertThat(API.whole().get("openapi")).isEqualTo("3.1.0");
    assertThat(map(API.whole().get("info"))).containsKeys("title", "version", "license");
    assertThat(API.whole().keySet())
        .containsOnly("openapi", "info", "servers", "security", "tags", "paths", "components");
    assertThat(map(map(API.whole().get("components")).get("securitySchemes")).keySet())
        .containsExactly("bearer", "basic", "privateKeyJwt");
  }

  @Test
  void givenEachOperation_whenRead_thenItHasAnIdOfItsOwnWordsAndATag() {
    Set<Object> ids = new HashSet<>();
    Set<String> tags = new HashSet<>();
    ((List<?>) API.whole().get("tags")).forEach(tag -> tags.add((String) map(tag).get("name")));
    assertThat(API.operations()).hasSizeGreaterThan(40);
    API.operations()
        .forEach(
            (operation, details) -> {
              assertThat(details).as(operation).containsKeys("operationId", "summary");
              assertThat(ids.add(details.get("operationId"))).as(operation).isTrue();
              assertThat((List<?>) details.get("tags")).hasSize(1).allMatch(tags::contains);
              assertThat(map(details.get("responses"))).as(operation).isNotEmpty();
            });
  }

  @Test
  void givenEachReference_whenFollowed_thenItLeadsSomewhereAndNothingIsLeftOver() {
    Set<String> used = new TreeSet<>();
    collect(API.whole(), used);
    Set<String> there = new TreeSet<>();
    map(API.whole().get("components"))
        .forEach(
            (kind, parts) -> {
              if (!kind.equals("securitySchemes")) {
                map(parts).keySet().forEach(name -> there.add("#/components/" + kind + "/" + name));
              }
            });
    assertThat(used).isEqualTo(there);
  }

  private static void collect(Object part, Set<String> references) {
    if (part instanceof Map<?, ?> map) {
      if (map.get("$ref") instanceof String reference) {
        references.add(reference);
        assertThat(map).as(reference).hasSize(1);
      }
      map.values().forEach(value -> collect(value, references));
    } else if (part instanceof List<?> list) {
      list.forEach(value -> collect(value, references));
    }
  }

  @Test
  void givenEachPath_whenItsParametersAreCounted_thenThoseInBracesAreDescribedAndRequired() {
    API.operations()
        .forEach(
            (operation, details) -> {
              Set<Object> described = new HashSet<>();
              for (Map<String, Object> parameter : parameters(details)) {
                assertThat(parameter).as(operation).containsKeys("name", "in", "schema");
                if (parameter.get("in").equals("path")) {
                  assertThat(parameter.get("required")).isEqualTo(true);
                  described.add(parameter.get("name"));
                }
              }
              Set<Object> needed = new HashSet<>();
              Matcher names = IN_BRACES.matcher(operation);
              while (names.find()) {
                needed.add(names.group(1));
              }
              assertThat(described).as(operation).isEqualTo(needed);
            });
  }

  private static List<Map<String, Object>> parameters(Map<String, Object> operation) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    if (operation.get("parameters") instanceof List<?> list) {
      list.forEach(parameter -> parameters.add(API.resolved(map(parameter))));
    }
    return parameters;
  }

  @Test
  void givenEachAnswer_whenRead_thenItHasWordsAndErrorsHaveTheFormOfTheirPath() {
    API.operations()
        .forEach(
            (operation, details) ->
                map(details.get("responses"))
                    .forEach(
                        (status, answer) -> {
                          Map<String, Object> response = API.resolved(map(answer));
                          assertThat(response).as(operation + status).containsKey("description");
                          if (status.compareTo("400") >= 0 && !operation.startsWith("HEAD")) {
                            assertThat(map(response.get("content")).keySet())
                                .as(operation + status)
                                .containsExactly(
                                    operation.contains(" /auth/")
                                        ? "application/json"
                                        : "application/fhir+json");
                          }
                        }));
  }

  @Test
  void givenAKickOff_whenRead_thenItNamesWhatBcdasDescriptionNames() {
    for (String path : List.of("/Patient/$export", "/Group/{groupId}/$export", "/$export")) {
      Map<String, Object> operation = API.operations().get("GET /api/v2" + path);
      assertThat(parameters(operation))
          .extracting(p -> p.get("name"))
          .contains("_type", "_since", "_outputFormat", "Prefer", "Accept");
      Map<String, Object> accepted = map(map(operation.get("responses")).get("202"));
      assertThat(map(accepted.get("headers"))).containsKey("Content-Location");
    }
  }
}
