package io.bcda.admin;

import io.bcda.auth.Problem;
import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** The one table from what went wrong under the operators' paths to HTTP. */
final class Problems implements HandlerExceptionResolver, Ordered {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private final Supplier<UUID> ids;

  Problems(Supplier<UUID> ids) {
    this.ids = ids;
  }

  /** Before those of the public API, which look after this context, too. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception error) {
    boolean ours = (request.getServletPath() + "/").startsWith("/admin/");
    if (!ours || response.isCommitted()) {
      return null; // an answer that has begun is broken off
    }
    response.reset();
    if (error instanceof ErrorResponse known) {
      known
          .getHeaders()
          .forEach((name, values) -> values.forEach(v -> response.addHeader(name, v)));
      String allow = response.getHeader(HttpHeaders.ALLOW);
      if (allow != null && allow.contains("GET") && !allow.contains("HEAD")) {
        response.setHeader(HttpHeaders.ALLOW, allow.replace("GET", "GET, HEAD"));
      }
    }
    try {
      Problem problem = of(error);
      if (problem.status() == 503) {
        response.setHeader(HttpHeaders.RETRY_AFTER, "5");
      }
      problem.write(response);
    } catch (IOException e) {
      log.atInfo().addKeyValue("cause", e.getClass().getSimpleName()).log("problem not sent");
    }
    return new ModelAndView();
  }

  Problem of(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof ApiFault fault) {
        return fault.problem();
      }
      if (e instanceof Refusal refusal) {
        return new Problem(status(refusal.reason()), refusal.detail());
      }
      if (e instanceof RequestRejectedException) {
        return new Problem(400, "A header or parameter holds a character that none may hold");
      }
      if (e instanceof ConcurrencyFailureException) {
        return new Problem(409, "Another change of the same was quicker; look and try again");
      }
      if (e instanceof DataAccessResourceFailureException
          || e instanceof CannotCreateTransactionException) {
        log.atError().setCause(error).log("database not reached for an operator's request");
        return new Problem(503, "The server cannot reach its database; try again in a few seconds");
      }
    }
    if (error instanceof HttpMessageNotReadableException) {
      return new Problem(
          400, "The body is not the JSON that this path takes; /admin/v1/openapi.yaml tells it");
    }
    if (error instanceof MethodArgumentTypeMismatchException mismatch) {
      return new Problem(400, "The parameter " + mismatch.getName() + " has no such value");
    }
    if (error instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
      return ofStatus(response.getStatusCode().value());
    }
    UUID id = ids.get();
    log.atError().setCause(error).addKeyValue("error", id).log("operator's request failed");
    return new Problem(500, "The server failed; its log tells more under the number " + id);
  }

  private static int status(Reason reason) {
    return switch (reason) {
      case MALFORMED, NOT_SUPPORTED -> 400;
      case FORBIDDEN, INSUFFICIENT_SCOPE -> 403;
      case NOT_FOUND, NO_ATTRIBUTION -> 404;
      case BUSY -> 409;
      case GONE -> 410;
      case RANGE_OUTSIDE_FILE -> 416;
      case NO_SPACE -> 503;
      case FAILED -> 500;
    };
  }

  /** For faults that are known by their status only; texts of others may repeat the request. */
  static Problem ofStatus(int status) {
    return new Problem(
        status,
        switch (status) {
          case 400 -> "A parameter is missing, or the request cannot be understood";
          case 404 -> "There is nothing at this path";
          case 405 -> "The method is not allowed here; the header Allow lists those that are";
          case 406 -> "None of the media types that are accepted can be given";
          case 413 -> "The request's body is too long";
          case 414 -> "The URL is too long";
          case 415 -> "The media type of the body is not one that this path takes";
          case 431 -> "The request's headers are too long";
          default -> status < 500 ? "The request cannot be served" : "The server failed";
        });
  }
}
