package io.bcda.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.harness.AcoClient;
import io.bcda.harness.TestServer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where a chain's exports come from. */
interface ChainExports {
  /**
   * An export.
   *
   * @param time transactionTime: the next {@code _since}
   * @param output lines by {@code Type/id}
   */
  record Answer(String time, Map<String, String> output, Set<String> deleted) {}

  /** The next export of a chain; a full one if {@code since} is null. */
  Answer export(@Nullable String since);

  /** The server's own: asked for, awaited and downloaded over HTTP. */
  record OfServer(AcoClient client, String path) implements ChainExports {
    /** Opt-outs may withdraw files again and again while a client downloads. */
    private static final int ATTEMPTS = 50;

    @Override
    public Answer export(@Nullable String since) {
      String query = since == null ? "" : "?_since=" + since.replace("+", "%2B");
      AcoClient.Export export = client.export(path + query);
      String status = export.statusUrl();
      for (int i = 0; i < ATTEMPTS; i++) {
        Optional<Answer> answer = downloaded(export);
        if (answer.isPresent()) {
          return answer.get();
        }
        export = client.await(status);
      }
      throw new AssertionError("files are withdrawn for ever: " + status);
    }

    /** Empty if a file is withdrawn meanwhile, so that the manifest must be asked for again. */
    private Optional<Answer> downloaded(AcoClient.Export export) {
      Map<String, String> output = new TreeMap<>();
      Set<String> deleted = new TreeSet<>();
      for (String section : List.of("output", "deleted")) {
        for (JsonNode item : export.manifest().path(section)) {
          HttpResponse<String> file = client.get(item.get("url").asText());
          if (file.statusCode() == 410) {
            return Optional.empty();
          }
          require(file.statusCode() == 200, file.body());
          List<String> lines = file.body().lines().toList();
          require(lines.size() == item.get("count").asInt(), "another count: " + item);
          for (String line : lines) {
            if (section.equals("output")) {
              resource(line, output);
            } else {
              gone(line, deleted);
            }
          }
        }
      }
      return Optional.of(new Answer(export.transactionTime(), output, deleted));
    }

    private static void resource(String line, Map<String, String> output) {
      JsonNode json = AcoClient.json(line);
      String key = json.get("resourceType").asText() + "/" + json.get("id").asText();
      require(output.put(key, line) == null, "twice in output: " + key);
    }

    private static void gone(String line, Set<String> deleted) {
      for (JsonNode entry : AcoClient.json(line).get("entry")) {
        String key = entry.at("/request/url").asText();
        require(deleted.add(key), "twice in deleted: " + key);
      }
    }

    private static void require(boolean condition, String otherwise) {
      if (!condition) {
        throw new AssertionError(otherwise);
      }
    }
  }

  /**
   * What a server would give whose time is {@code now()}, and for whom that has changed which is
   * stamped later than {@code _since}. That is the only naive thing about it: whatever a client did
   * not get with the last full answer it gets now, and all that is gone is listed.
   */
  final class ByClock implements ChainExports {
    private final TestServer server;
    private final ChainExports full;
    private Set<String> last = Set.of();

    ByClock(TestServer server, ChainExports full) {
      this.server = server;
      this.full = full;
    }

    @Override
    public Answer export(@Nullable String since) {
      String now =
          server
              .db()
              .queryForObject("SELECT CURRENT_TIMESTAMP", OffsetDateTime.class)
              .toInstant()
              .toString();
      Map<String, String> all = full.export(null).output();
      Map<String, String> output = new TreeMap<>(all);
      Set<String> gone = new HashSet<>(last);
      if (since != null) {
        output.entrySet().removeIf(e -> last.contains(e.getKey()) && !isLater(e.getValue(), since));
        gone.removeAll(all.keySet());
      }
      last = all.keySet();
      return new Answer(now, output, gone);
    }

    private static boolean isLater(String line, String since) {
      String updated = AcoClient.json(line).at("/meta/lastUpdated").asText();
      return OffsetDateTime.parse(updated).toInstant().isAfter(Instant.parse(since));
    }
  }
}
