package io.bcda.admin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says where operators find their API, or that it is not there. */
@Component
class OperatorPort {
  private static final Logger log = LoggerFactory.getLogger(OperatorPort.class);
  private volatile int port;

  /** That of the management port's context comes up here, too. */
  @EventListener
  void listening(WebServerInitializedEvent event) {
    if ("management".equals(event.getApplicationContext().getServerNamespace())) {
      port = event.getWebServer().getPort();
    }
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    if (port > 0) {
      log.atInfo().addKeyValue("port", port).log("operators' API is served under /admin/v1");
    } else {
      log.atWarn()
          .log(
              "operators' API is not served: it needs a management port of its own"
                  + " (management.server.port) and the server's own container; use commands");
    }
  }
}
