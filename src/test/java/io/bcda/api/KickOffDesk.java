package io.bcda.api;

import io.bcda.harness.TestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Kick-offs of one ACO per server, written as they stand on the wire. */
final class KickOffDesk {
  static final List<String> LEVELS = List.of("$export", "Patient/$export", "Group/all/$export");
  private static final Map<TestServer, TinyWorld> WORLDS = new EnumMap<>(TestServer.class);

  private KickOffDesk() {}

  static synchronized TinyWorld world(TestServer server) {
    return WORLDS.computeIfAbsent(server, TinyWorld::in);
  }

  static Raw get(TinyWorld world, String level, String query, String... prefer) {
    return Raw.exchange(
        world.server(),
        head(world, "GET", level + (query.isEmpty() ? "" : "?" + query), prefer) + "\r\n");
  }

  /**
   * @param parts of a Parameters resource, in JSON with single quotes
   */
  static Raw post(TinyWorld world, String level, String parts, String... prefer) {
    String list = parts.isEmpty() ? "" : ",\"parameter\":[" + parts.replace('\'', '"') + "]";
    return send(
        world,
        level,
        "application/fhir+json",
        "{\"resourceType\":\"Parameters\"" + list + "}",
        prefer);
  }

  static Raw send(TinyWorld world, String target, String type, String body, String... prefer) {
    return Raw.exchange(
        world.server(),
        head(world, "POST", target, prefer)
            + ("Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n")
            + body);
  }

  private static String head(TinyWorld world, String method, String target, String... prefer) {
    List<String> lines = new ArrayList<>();
    lines.add(method + " /api/v2/" + target + " HTTP/1.1");
    lines.add("Host: localhost");
    lines.add("Connection: close");
    lines.add("Accept: application/fhir+json");
    lines.add("Authorization: Bearer " + world.client().token());
    (prefer.length == 0 ? List.of("respond-async") : Arrays.asList(prefer))
        .forEach(p -> lines.add("Prefer: " + p));
    return String.join("\r\n", lines) + "\r\n";
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Ends the job that was started, so that the next one finds room. */
  static void end(TinyWorld world, Raw accepted) {
    world.client().send("DELETE", accepted.header("Content-Location"));
  }
}
