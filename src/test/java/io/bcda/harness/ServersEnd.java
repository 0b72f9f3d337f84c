package io.bcda.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Ends the servers after the last test. Left to the virtual machine's end, the embedded PostgreSQL
 * would stop beside the application that still talks to it, and both would wait for half a minute.
 *
 * <p>After each class the log is looked at: what it must not hold fails the class in which it was
 * written.
 */
public final class ServersEnd implements BeforeAllCallback, AfterAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(ServersEnd.class))
        .getOrComputeIfAbsent("end", key -> new End());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    assertClean();
  }

  private static void assertClean() {
    List<String> findings = LogWatch.taken();
    if (!findings.isEmpty()) {
      throw new AssertionError("in the log: " + String.join("\n", findings));
    }
  }

  private static final class End implements CloseableResource {
    @Override
    public void close() {
      Stream.of(TestServer.values()).forEach(TestServer::close);
      LogWatch.tell(Path.of("target", "log-watch-" + ProcessHandle.current().pid() + ".txt"));
      assertClean();
    }
  }
}
