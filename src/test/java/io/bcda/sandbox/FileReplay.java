package io.bcda.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Plays the files of a world as a server would receive them, and answers exports person by person:
 * a second way to the expected answers, which reads nothing but the files.
 */
final class FileReplay {
  /** A resource as loaded so far. */
  record Row(String type, String id, int version, String body, String patient, String service) {
    /** Whether it is a claim that tells of the use of alcohol or drugs. */
    boolean isHidden() {
      return type.equals("ExplanationOfBenefit") && USE.matcher(body).find();
    }
  }

  /** What was known when a stage had been loaded. */
  static final class Knowledge {
    final Map<String, Row> rows = new TreeMap<>();
    final Map<String, String> patientOfMbi = new HashMap<>();
    final Map<String, Set<String>> rosters = new HashMap<>();

    Set<String> people(String rosterKey) {
      return peopleOf(rosters.getOrDefault(rosterKey, Set.of()));
    }

    Set<String> peopleOf(Set<String> mbis) {
      return mbis.stream()
          .filter(patientOfMbi::containsKey)
          .map(patientOfMbi::get)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    List<Row> rowsOf(Set<String> people) {
      return rows.values().stream().filter(row -> people.contains(row.patient())).toList();
    }
  }

  /** Claims with such a code are kept from ACOs. */
  private static final Pattern USE =
      Pattern.compile("\"code\":\"(F1[0-9]\\.?[0-9]|HZ[0-9]|H00[0-9]{2}\")");

  final Knowledge then = new Knowledge();
  final Knowledge now = new Knowledge();
  private final String windowEnd;

  FileReplay(WorldOnDisk world, int performanceYear) {
    this.windowEnd = (performanceYear - 1) + "-12-31";
    load(world, "stage-1", then);
    now.rows.putAll(then.rows);
    now.patientOfMbi.putAll(then.patientOfMbi);
    now.rosters.putAll(then.rosters);
    load(world, "stage-2", now);
  }

  private static void load(WorldOnDisk world, String stage, Knowledge knowledge) {
    world.resources(stage, resource -> store(knowledge, (ObjectNode) resource));
    world
        .archives(stage)
        .forEach(
            (name, members) -> {
              String key = name.split("\\.")[2] + " " + name.split("\\.")[3].charAt(2);
              knowledge.rosters.put(key, mbis(members));
            });
  }

  private static Set<String> mbis(Map<String, String> members) {
    return members.entrySet().stream()
        .filter(member -> member.getKey().contains(".ZC8"))
        .flatMap(member -> member.getValue().lines())
        .map(line -> line.substring(0, 11).trim())
        .collect(Collectors.toSet());
  }

  private static void store(Knowledge knowledge, ObjectNode resource) {
    ((ObjectNode) resource.get("meta")).remove("lastUpdated");
    String type = resource.get("resourceType").asText();
    String id = resource.get("id").asText();
    String key = type + "/" + id;
    Row old = knowledge.rows.get(key);
    String body = resource.toString();
    if (old != null && old.body().equals(body)) {
      return;
    }
    int version = old == null ? 1 : old.version() + 1;
    knowledge.rows.put(
        key, new Row(type, id, version, body, patient(type, resource), service(resource)));
    for (JsonNode identifier : resource.path("identifier")) {
      if (identifier.path("system").asText().equals("http://hl7.org/fhir/sid/us-mbi")) {
        knowledge.patientOfMbi.put(identifier.get("value").asText(), id);
      }
    }
  }

  private static String patient(String type, JsonNode resource) {
    return switch (type) {
      case "Patient" -> resource.get("id").asText();
      case "Coverage" -> resource.at("/beneficiary/reference").asText().substring(8);
      default -> resource.at("/patient/reference").asText().substring(8);
    };
  }

  private static String service(JsonNode resource) {
    JsonNode period = resource.path("billablePeriod");
    if (period.has("end")) {
      return period.get("end").asText();
    }
    if (period.has("start")) {
      return period.get("start").asText();
    }
    List<String> days = new ArrayList<>();
    for (JsonNode item : resource.path("item")) {
      days.add(item.path("servicedDate").asText());
      days.add(item.at("/servicedPeriod/end").asText());
    }
    return days.stream().max(String::compareTo).orElse("");
  }

  /** All of these people's resources that an export of the kind may hold, as id to version. */
  Map<String, Integer> full(Knowledge knowledge, Set<String> people, char kind) {
    Map<String, Integer> answer = new TreeMap<>();
    for (Row row : knowledge.rowsOf(people)) {
      if (mayHold(row, kind)) {
        answer.put(row.type() + "/" + row.id(), row.version());
      }
    }
    return answer;
  }

  /** Of people seen then what changed, of others everything. */
  Map<String, Integer> since(String aco, char kind) {
    Set<String> seen = then.people(aco + " " + kind);
    Map<String, Integer> answer = new TreeMap<>();
    for (Row row : now.rowsOf(now.people(aco + " " + kind))) {
      Row old = then.rows.get(row.type() + "/" + row.id());
      boolean fresh = !seen.contains(row.patient()) || !row.equals(old);
      if (fresh && mayHold(row, kind)) {
        answer.put(row.type() + "/" + row.id(), row.version());
      }
    }
    return answer;
  }

  /** What changed of whoever is visible now. */
  Map<String, Integer> changed(String aco) {
    Map<String, Integer> answer = full(now, now.people(aco + " Y"), 'Y');
    then.rows.forEach((key, old) -> answer.remove(key, unchangedVersion(key, old)));
    return answer;
  }

  private int unchangedVersion(String key, Row old) {
    return now.rows.get(key).equals(old) ? old.version() : -1;
  }

  /** Ids that could be seen then and cannot now. */
  Set<String> gone(String aco, char kind) {
    Set<String> gone = new TreeSet<>(full(then, then.people(aco + " " + kind), kind).keySet());
    gone.removeAll(full(now, now.people(aco + " " + kind), kind).keySet());
    return gone;
  }

  private boolean mayHold(Row row, char kind) {
    if (row.isHidden()) {
      return false;
    }
    if (kind == 'Y' || !row.type().equals("ExplanationOfBenefit")) {
      return true;
    }
    return !row.service().isEmpty() && row.service().compareTo(windowEnd) <= 0;
  }
}
