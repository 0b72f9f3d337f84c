package io.bcda.web;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 whose patience with the head of a request ends. Tomcat's own timeout begins anew with
 * each byte, so that a client which sends one now and then would keep its connection for days.
 */
public class PatientProtocol extends Http11NioProtocol {
  private Duration patience = Duration.ofSeconds(20);

  /** Tomcat makes it by its name. */
  public PatientProtocol() {}

  /**
   * @param patience from the first bytes of a request to the end of its head; a client that sends
   *     no byte at all meets {@code server.tomcat.connection-timeout} instead
   */
  void setPatience(Duration patience) {
    this.patience = patience;
  }

  @Override
  protected Processor createProcessor() {
    return new PatientProcessor(this, getAdapter(), patience);
  }

  /** Serves one connection after another, on one thread at a time. */
  private static final class PatientProcessor extends Http11Processor {
    private final PatientProtocol http;
    private final long patience;
    private @Nullable SocketWrapperBase<?> waiting;
    private long since;

    PatientProcessor(PatientProtocol http, Adapter adapter, Duration patience) {
      super(http, adapter);
      this.http = http;
      this.patience = patience.toNanos();
    }

    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
      socket.setReadTimeout(http.getConnectionTimeout());
      SocketState state = super.service(socket);
      if (state != SocketState.LONG || isAsync()) {
        waiting = null;
        return state;
      }
      // More of the head is to come.
      if (waiting != socket) {
        waiting = socket;
        since = System.nanoTime();
      }
      long left = TimeUnit.NANOSECONDS.toMillis(patience - (System.nanoTime() - since));
      if (left <= 0) {
        return SocketState.CLOSED;
      }
      socket.setReadTimeout(left); // should no more come at all
      return state;
    }
  }
}
