package io.bcda.loading;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * What the store's exceptions mean here. Their messages may quote resources and are never shown.
 */
final class Fault {
  private static final Pattern CODE = Pattern.compile("HAPI-[0-9]{1,6}");

  /**
   * Serialization failure, deadlock, lock not available; and H2's timeout of a lock, which Spring
   * takes for one of the statement.
   */
  private static final Set<String> LOCKED = Set.of("40001", "40P01", "55P03", "HYT00");

  private Fault() {}

  /** Whether another writer was quicker, so that the same write may succeed now. */
  static boolean isConflict(Throwable thrown) {
    return causes(thrown)
        .anyMatch(
            t ->
                t instanceof ResourceVersionConflictException
                    || t instanceof ConcurrencyFailureException
                    || t instanceof SQLException e && isLocked(e.getSQLState()));
  }

  private static boolean isLocked(@Nullable String state) {
    return state != null && LOCKED.contains(state);
  }

  /** Whether the store judged the content and will judge it alike again. */
  static boolean isRefusal(Throwable thrown) {
    return thrown instanceof BaseServerResponseException e
        && e.getStatusCode() >= 400
        && e.getStatusCode() < 500;
  }

  /** HAPI's code, exception types and SQL states: enough to search for, and no content. */
  static String describe(Throwable thrown) {
    StringBuilder text = new StringBuilder(hapiCode(thrown).map(c -> c + " ").orElse(""));
    text.append(thrown.getClass().getSimpleName());
    causes(thrown)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .findFirst()
        .ifPresent(e -> text.append(", SQLSTATE ").append(e.getSQLState()));
    return text.toString();
  }

  /** The code that HAPI puts in front of its messages, such as HAPI-0550. */
  static Optional<String> hapiCode(Throwable thrown) {
    Matcher code = CODE.matcher(String.valueOf(thrown.getMessage()));
    return code.find() ? Optional.of(code.group()) : Optional.empty();
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause).limit(20);
  }
}
