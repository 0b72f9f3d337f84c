package io.bcda.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What a request knows already of a representation (RFC 9110 section 13). */
final class Preconditions {
  private Preconditions() {}

  /**
   * Whether the client has the representation: {@code If-None-Match}, compared weakly.
   *
   * @throws HttpFault 412 if it insists, by {@code If-Match}, on another one
   */
  static boolean isKnown(HttpServletRequest request, String etag) {
    List<String> match = tags(request, "If-Match");
    if (!match.isEmpty() && !match.contains("*") && !match.contains(etag)) {
      throw new HttpFault(412, "The file is not the one that If-Match names");
    }
    List<String> none = tags(request, "If-None-Match");
    return none.contains("*") || none.contains(etag) || none.contains("W/" + etag);
  }

  /**
   * The {@code Range} header, unless {@code If-Range} names another representation. A date never
   * matches: both forms of a file would have the same.
   */
  static Optional<String> range(HttpServletRequest request, String etag) {
    String range = request.getHeader("Range");
    String condition = request.getHeader("If-Range");
    boolean holds = condition == null || condition.strip().equals(etag);
    return holds ? Optional.ofNullable(range) : Optional.empty();
  }

  private static List<String> tags(HttpServletRequest request, String header) {
    return Collections.list(request.getHeaders(header)).stream()
        .flatMap(line -> HeaderList.split(line, ',').stream())
        .map(String::strip)
        .toList();
  }
}
