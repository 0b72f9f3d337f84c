package io.bcda.harness;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Ends the servers after the last test. Left to the virtual machine's end, the embedded PostgreSQL
 * would stop beside the application that still talks to it, and both would wait for half a minute.
 */
public final class ServersEnd implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(ServersEnd.class))
        .getOrComputeIfAbsent("end", key -> new End());
  }

  private static final class End implements CloseableResource {
    @Override
    public void close() {
      Stream.of(TestServer.values()).forEach(TestServer::close);
    }
  }
}
