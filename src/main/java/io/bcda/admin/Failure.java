package io.bcda.admin;

import io.bcda.settings.UnusableSetting;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Puts into words why a command could not reach or use its database. */
final class Failure {
  /** {@code org.h2.api.ErrorCode.DATABASE_ALREADY_OPEN_1}. */
  private static final int H2_IN_USE = 90020;

  private Failure() {}

  static String explain(Throwable failure) {
    List<Throwable> chain = chain(failure);
    for (Throwable cause : chain) {
      if (cause instanceof UnusableSetting setting) {
        return setting.description() + "\n" + setting.action();
      }
      if (cause instanceof SQLException sql && sql.getErrorCode() == H2_IN_USE) {
        return """
            The H2 database is in use by a running server: its file belongs to one process at a time.
            Stop the server, run the command, start it again; or use PostgreSQL.""";
      }
    }
    Throwable root = chain.get(chain.size() - 1);
    return """
        The command failed: %s (%s).
        Check spring.datasource.url, username and password \
        (SPRING_DATASOURCE_URL, _USERNAME, _PASSWORD)."""
        .formatted(root.getMessage(), root.getClass().getSimpleName());
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = failure; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }
}
