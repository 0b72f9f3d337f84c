package io.bcda.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** For each answer to a kick-off that the description names, a request that meets it. */
final class OpenApiKickOffs {
  private static final String LENIENT = "Prefer: handling=lenient, separate-export-status";
  private static final String NONE = "{\"resourceType\":\"Parameters\"}";
  private static final String NOT_KNOWN =
      "{\"resourceType\":\"Parameters\",\"parameter\":"
          + "[{\"name\":\"_type\",\"valueString\":\"Patient\"},{\"name\":\"_nothing\"}]}";
  private final OpenApiScene scene;

  OpenApiKickOffs(OpenApiScene scene) {
    this.scene = scene;
  }

  void into(Map<String, Supplier<Raw>> own) {
    for (String door : List.of("$export", "Patient/$export", "Group/{groupId}/$export")) {
      String path = "/api/v2/" + door;
      String target = path.replace("{groupId}", "all");
      gets(own, "GET " + path, target);
      posts(own, "POST " + path, target);
    }
  }

  private void gets(Map<String, Supplier<Raw>> own, String operation, String target) {
    String query = "?_type=Patient&_nothing=1";
    own.put(operation + " 202", () -> get(target + query, fresh(), LENIENT));
    own.put(operation + " 404", () -> get(target, scene.bare()));
    own.put(
        operation + " 429",
        () -> {
          String who = fresh();
          assertThat(get(target, who).status()).isEqualTo(202);
          return get(target, who);
        });
  }

  private void posts(Map<String, Supplier<Raw>> own, String operation, String target) {
    String fhir = OpenApiScene.FHIR;
    own.put(operation + " 202", () -> post(target, NOT_KNOWN, fresh(), fhir, LENIENT));
    own.put(operation + " 400", () -> post(target, NOT_KNOWN, scene.token(), fhir));
    own.put(operation + " 404", () -> post(target, NONE, scene.bare(), fhir));
    String length = "Content-Length: " + (KickOffBody.MOST_BYTES + 1);
    own.put(operation + " 413", () -> post(target, "", scene.token(), fhir, length));
    String form = "Content-Type: application/x-www-form-urlencoded";
    own.put(operation + " 415", () -> post(target, "_type=Patient", scene.token(), form));
    own.put(
        operation + " 429",
        () -> {
          String who = fresh();
          String json = "Content-Type: application/json";
          assertThat(post(target, NONE, who, json).status()).isEqualTo(202);
          return post(target, NONE, who, fhir);
        });
  }

  private String fresh() {
    return OpenApiScene.bearer(scene.fresh().token());
  }

  private Raw get(String target, String... headers) {
    return scene.send("GET", target, "", kickOff(headers));
  }

  private Raw post(String target, String body, String... headers) {
    return scene.send("POST", target, body, kickOff(headers));
  }

  private static String[] kickOff(String... headers) {
    return Stream.concat(
            Stream.of("Accept: application/fhir+json", "Prefer: respond-async"),
            Arrays.stream(headers))
        .toArray(String[]::new);
  }
}
