package io.bcda.api;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers of a write: those that HAPI would heed and we do not are refused, not passed over.
 */
final class WriteHeaders {
  private static final List<String> REFUSED =
      List.of(
          "If-None-Exist",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "Content-Location", // HAPI would take the id from it
          "X-Cascade",
          "X-Retry-On-Version-Conflict",
          "X-Rewrite-History",
          "X-Transaction-Semantics",
          "X-Upsert-Extistence-Check"); // as HAPI spells it

  private static final Set<String> JSON = Set.of("application/fhir+json", "application/json");
  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

  private WriteHeaders() {}

  /**
   * @throws Refusal NOT_SUPPORTED, naming the header
   */
  static void check(HttpServletRequest request) {
    for (String name : REFUSED) {
      if (request.getHeader(name) != null) {
        throw new Refusal(Reason.NOT_SUPPORTED, "The header " + name + " is not supported here")
            .at(name);
      }
    }
  }

  /**
   * @throws HttpFault 415 for a body that is not plain JSON in UTF-8
   */
  static void checkJson(HttpServletRequest request) {
    String[] parts =
        Optional.ofNullable(request.getContentType())
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .replace("\"", "")
            .split(";");
    boolean utf8 = true;
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      utf8 &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
    }
    if (!JSON.contains(parts[0].strip())
        || !utf8
        || request.getHeader("Content-Encoding") != null) {
      throw new HttpFault(
          415, "The body is application/fhir+json in UTF-8, without Content-Encoding");
    }
  }

  /** The version that {@code If-Match} demands. */
  static Optional<String> ifMatch(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("If-Match")).map(WriteHeaders::version);
  }

  /**
   * The version in an entity tag.
   *
   * @throws Refusal MALFORMED if it is none of ours
   */
  static String version(String etag) {
    Matcher matcher = ETAG.matcher(etag.strip());
    if (!matcher.matches()) {
      throw new Refusal(Reason.MALFORMED, "If-Match is one version, for example W/\"2\"")
          .at("If-Match");
    }
    return matcher.group(1);
  }
}
