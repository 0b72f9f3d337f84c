package io.bcda.api;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.Compatibility;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.catalina.connector.ClientAbortException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;

/** The one table from what went wrong to HTTP. HAPI's doors and Spring's both lead here. */
class OutcomeMapping {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeMapping.class);
  private static final Duration BUSY_FOR = Duration.ofSeconds(10);

  /** In these words, whoever finds it so. */
  static final String NOTHING_HERE = "There is nothing here";

  static final String GONE = "This is no longer available";
  private final Supplier<UUID> ids;
  private final Compatibility shapes;

  OutcomeMapping(Supplier<UUID> ids, Compatibility shapes) {
    this.ids = ids;
    this.shapes = shapes;
  }

  static int status(Reason reason) {
    return switch (reason) {
      case MALFORMED, NOT_SUPPORTED -> 400;
      case FORBIDDEN, INSUFFICIENT_SCOPE -> 403;
      case NOT_FOUND, NO_ATTRIBUTION -> 404;
      case GONE -> 410;
      case RANGE_OUTSIDE_FILE -> 416;
      case BUSY -> 429;
      case NO_SPACE -> 503; // 507 is WebDAV's; clients of bulk exports try again at 503
      case FAILED -> 500;
    };
  }

  private static String code(Reason reason) {
    return switch (reason) {
      case MALFORMED -> "structure";
      case NOT_SUPPORTED -> "not-supported";
      case FORBIDDEN, INSUFFICIENT_SCOPE -> "forbidden";
      case NOT_FOUND, NO_ATTRIBUTION, GONE -> "not-found";
      case RANGE_OUTSIDE_FILE -> "value";
      case BUSY -> "throttled";
      case NO_SPACE -> "no-store";
      case FAILED -> "exception";
    };
  }

  /** What is answered to an error, whoever threw it. */
  Outcome of(Throwable error) {
    return shaped(plain(error), shapes);
  }

  /** What is answered where no more than the status is known, as of the container's errors. */
  Outcome of(int status) {
    return of(ofStatus(status));
  }

  /** An outcome as it is answered. */
  Outcome of(Outcome plain) {
    return shaped(plain, shapes);
  }

  /** The same for a refusal that nobody threw, as of an export that is no more. */
  static Outcome of(Refusal refusal, Compatibility shapes) {
    return shaped(of(refusal), shapes);
  }

  private static Outcome shaped(Outcome plain, Compatibility shapes) {
    return shapes == Compatibility.BCDA_STRICT ? plain.inBcdasShape() : plain;
  }

  /** Looks through what wraps the cause: HAPI wraps whatever an operation throws. */
  private Outcome plain(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof Refusal refusal) {
        return of(refusal);
      }
      if (e instanceof HttpFault fault) {
        return ofStatus(fault.status(), fault.detail()).with(fault.headers());
      }
      if (e instanceof ClientAbortException) { // who sent half a request hears nothing, most often
        return ofStatus(400);
      }
      if (e instanceof ConcurrencyFailureException) { // two writers, one row
        return ofStatus(409);
      }
    }
    if (error instanceof ErrorResponse response) { // what Spring MVC throws
      int status = response.getStatusCode().value();
      return status >= 500 ? unknown(error) : ofStatus(status).with(headers(response));
    }
    if (error instanceof BaseServerResponseException e && e.getStatusCode() < 500) {
      return ofStatus(e.getStatusCode()); // HAPI's own texts repeat the request: not for us
    }
    return unknown(error);
  }

  /** Spring names GET alone, and answers HEAD all the same. */
  private static Map<String, String> headers(ErrorResponse response) {
    Map<String, String> headers = new LinkedHashMap<>(response.getHeaders().toSingleValueMap());
    headers.computeIfPresent(
        HttpHeaders.ALLOW,
        (name, allow) -> allow.contains("HEAD") ? allow : allow.replace("GET", "GET, HEAD"));
    return headers;
  }

  private static Outcome of(Refusal refusal) {
    Reason reason = refusal.reason();
    Map<String, String> headers = new LinkedHashMap<>();
    Optional<Duration> retry =
        reason == Reason.BUSY
            ? refusal.retryAfter().or(() -> Optional.of(BUSY_FOR))
            : refusal.retryAfter();
    retry.ifPresent(
        d -> headers.put(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, d.toSeconds()))));
    if (reason == Reason.INSUFFICIENT_SCOPE) {
      headers.put(
          HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"bcda\", error=\"insufficient_scope\"");
    }
    return new Outcome(
        status(reason),
        headers,
        List.of(new Outcome.Issue("error", code(reason), refusal.detail(), refusal.parameter())));
  }

  /** The words for a status, in our shape. */
  static Outcome ofStatus(int status) {
    return ofStatus(
        status,
        switch (status) {
          case 400 -> "The request cannot be understood";
          case 401 -> "A bearer token is needed";
          case 403 -> "This is not allowed";
          case 404 -> NOTHING_HERE;
          case 405 -> "The method is not allowed here; the Allow header lists those that are";
          case 406 -> "None of the media types that are accepted can be given";
          case 409 -> "Another writer was quicker; read what is there now and try again";
          case 412 -> "The resource is not in the version that was named";
          case 410 -> GONE;
          case 411 -> "The request needs a Content-Length";
          case 413 -> "The request body is too large";
          case 414 -> "The URL is too long";
          case 415 -> "The media type of the request body is not supported";
          case 416 -> "The file does not have these bytes";
          case 417 -> "The Expect header holds what is not done here";
          case 429 -> "Too many requests; try again later";
          case 431 -> "The request headers are too large";
          case 501 -> "The method or the transfer coding is not known here";
          case 503 -> "The server is not ready; try again later";
          default -> status < 500 ? "The request cannot be served" : "The server failed";
        });
  }

  private static Outcome ofStatus(int status, String text) {
    String code =
        switch (status) {
          case 401 -> "login";
          case 403 -> "forbidden";
          case 404, 410 -> "not-found";
          case 405, 406, 415, 501 -> "not-supported";
          case 409, 412 -> "conflict";
          case 413, 414, 431 -> "too-long";
          case 416 -> "value";
          case 429 -> "throttled";
          case 503 -> "transient";
          default -> status < 500 ? "structure" : "exception";
        };
    return Outcome.error(status, code, text);
  }

  private Outcome unknown(Throwable error) {
    UUID id = ids.get();
    LOG.atError().setCause(error).addKeyValue("error", id).log("request failed");
    return Outcome.error(
        500, "exception", "The server failed. Please give the operator this number: " + id);
  }
}
