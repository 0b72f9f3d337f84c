package io.bcda.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A path that takes an id, and what is behind it.
 *
 * @param target with the kinds of its ids in braces
 */
record Door(Room room, String target) {
  /** What is behind, and with it how strangers are answered. */
  enum Room {
    JOB,
    FILE,
    GROUP,
    /** Open to all; an id is of no use there. */
    OPEN,
    /**
     * A Patient, Coverage or ExplanationOfBenefit: an ACO's to read and search, a system client's
     * to write too.
     */
    RESOURCE,
    /** What HAPI has beyond that: operations, history, Binary, pages of a search. */
    HAPI,
    /** The operators' API where it is. */
    OPERATORS,
    /** The operators' API and the management endpoints, asked for on the public port. */
    ELSEWHERE
  }

  private static final String ALL =
      """
      JOB /api/v2/jobs/{job}
      JOB /api/v2/jobs/{running}
      JOB /api/v2/jobs/{expired}
      JOB /api/v2/jobs/{failed}
      FILE /data/{job}/{file}
      FILE /data/{job}/unknown.ndjson
      FILE /data/{running}/{file}
      FILE /data/{expired}/{file}
      FILE /data/{own}/{file}
      GROUP /api/v2/Group/{aco}
      GROUP /api/v2/Group/{patient}
      GROUP /api/v2/Group/{job}
      RESOURCE /api/v2/Patient/{patient}
      RESOURCE /api/v2/Patient?_id={patient}
      RESOURCE /api/v2/Patient?identifier={mbi}
      RESOURCE /api/v2/Coverage/{coverage}
      RESOURCE /api/v2/Coverage?beneficiary=Patient/{patient}
      RESOURCE /api/v2/ExplanationOfBenefit/{claim}
      RESOURCE /api/v2/ExplanationOfBenefit?patient={patient}
      HAPI /api/v2?_getpages={search}
      HAPI /api/v2?_getpages={search}&_getpagesoffset=0&_count=1
      RESOURCE /api/v2/Patient/{patient}/_history
      RESOURCE /api/v2/Patient/{patient}/_history/1
      OPEN /api/v2/metadata?_getpages={search}
      HAPI /api/v2/$export?_getpages={search}
      HAPI /api/v2/Patient/$export?_getpages={search}
      HAPI /api/v2/Group?_getpages={search}
      HAPI /api/v2/Patient/{patient}/$everything
      HAPI /api/v2/Patient/{patient}/$export
      HAPI /api/v2/Patient/{patient}/$expunge
      HAPI /api/v2/Patient/{patient}/$graphql?query=x
      HAPI /api/v2/Patient/{patient}/$meta
      HAPI /api/v2/Patient/{patient}/$validate
      HAPI /api/v2/Patient/{patient}/Coverage
      GROUP /api/v2/Group/{aco}/$export
      HAPI /api/v2/Group/{aco}/_history
      GROUP /api/v2/Group?member=Patient/{patient}
      RESOURCE /api/v2/ExplanationOfBenefit/{claim}/_history/1
      HAPI /api/v2/$export-poll-status?_jobId={instance}
      HAPI /api/v2/$expunge?_id={patient}
      HAPI /api/v2/$reindex?url=Patient/{patient}
      HAPI /api/v2/$graphql?query=%7BPatient(id:{patient})%7Bid%7D%7D
      HAPI /api/v2/$mdm-query-links?resourceId={patient}
      HAPI /api/v2/_history?_id={patient}
      HAPI /api/v2/Binary/{file}
      HAPI /api/v2/Task/{job}
      HAPI /api/v2/Provenance?target=Patient/{patient}
      """;

  private static final String OPERATORS_ALL =
      """
      /admin/v1/acos/{aco}
      /admin/v1/acos/{aco}/terms
      /admin/v1/acos/{aco}/deny
      /admin/v1/acos/{aco}/restore
      /admin/v1/acos/{aco}/rosters/current/rollback
      /admin/v1/clients/{client}
      /admin/v1/clients/{client}/secrets
      /admin/v1/clients/{client}/deactivate
      /admin/v1/clients?aco={aco}
      /admin/v1/deliveries/{delivery}
      /admin/v1/deliveries/{delivery}/rollback
      /admin/v1/claims-files/{claims-file}
      /admin/v1/loads/{load}
      /admin/v1/jobs/{job}
      /admin/v1/jobs/{running}
      /admin/v1/jobs?aco={aco}
      /admin/v1/audit-events?aco={aco}
      """;

  static List<Door> all() {
    return java.util.stream.Stream.of(
            ALL.lines()
                .map(line -> line.split(" "))
                .map(words -> new Door(Room.valueOf(words[0]), words[1])),
            OPERATORS_ALL.lines().map(path -> new Door(Room.OPERATORS, path)),
            OPERATORS_ALL.lines().map(path -> new Door(Room.ELSEWHERE, path)))
        .flatMap(doors -> doors)
        .toList();
  }

  /** The request target with these ids. */
  String with(Map<String, String> ids) {
    String filled = target;
    for (Map.Entry<String, String> id : ids.entrySet()) {
      filled = filled.replace("{" + id.getKey() + "}", id.getValue());
    }
    return filled;
  }

  /** Whether it is the visitor's own affair what is behind. */
  boolean isHomeOf(Visitor visitor) {
    return visitor == Visitor.OPERATOR && room == Room.OPERATORS
        || visitor == Visitor.SYSTEM && (room == Room.RESOURCE || target.contains("_getpages"));
  }

  /** How the visitor is answered, as designed. */
  int status(Visitor visitor, String method) {
    return switch (room) {
      case ELSEWHERE -> 404;
      case OPEN -> method.equals("GET") || method.equals("HEAD") ? 403 : 405;
      case OPERATORS -> 401;
      default ->
          switch (visitor) {
            case NOBODY, OPERATOR -> 401;
            case SYSTEM -> 403;
            default -> status(method);
          };
    };
  }

  /** How another ACO is answered. */
  private int status(String method) {
    boolean reads = Arrays.asList("GET", "HEAD").contains(method);
    boolean asks = method.equals("OPTIONS"); // which methods there are is no secret
    return switch (room) {
      case JOB -> reads || method.equals("DELETE") ? 404 : asks ? 200 : 405;
      case FILE -> reads ? 404 : asks ? 200 : 405;
      case GROUP ->
          method.equals("POST") && target.endsWith("$export")
              ? 415 // it says nothing of its body
              : !method.equals("GET") ? 405 : target.contains("?") ? 400 : 404;
      case RESOURCE -> !method.equals("GET") ? 403 : resource();
      case HAPI -> method.equals("GET") && target.startsWith("/api/v2?_getpages") ? 410 : 403;
      default -> 403;
    };
  }

  /** What another ACO may not see is not there, and a search does not find it. */
  private int resource() {
    if (target.contains("_history")) {
      return 403;
    }
    return target.contains("identifier=") ? 400 : target.contains("?") ? 200 : 404;
  }
}
