package io.bcda.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/**
 * The address under which clients reach this server. Every absolute URL starts with it; the Host
 * header of a request never decides one. Thread-safe.
 */
public class PublicUrl {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private final @Nullable String configured;
  private volatile int port;

  /**
   * @param configured the setting {@code bcda.public-url}; null only in the sandbox, where the
   *     address is then {@code http://localhost:PORT}
   * @param port the port that is meant to be listened on; 0 if it is known only once the server
   *     listens
   * @throws UnusableSetting if it is missing outside the sandbox, or is not a base address
   */
  public PublicUrl(@Nullable String configured, RunMode mode, int port) {
    this.configured = configured == null || configured.isBlank() ? null : checked(configured);
    this.port = port;
    if (this.configured == null && mode != RunMode.SANDBOX) {
      throw new UnusableSetting(
          "The public address of this server is not set.",
          "Set bcda.public-url (environment variable BCDA_PUBLIC_URL) to the address that clients"
              + " use, for example https://bcda.example.org.");
    }
  }

  /**
   * The address, without a slash at its end.
   *
   * @throws IllegalStateException if it depends on a port that is chosen when the server begins to
   *     listen, and it does not listen yet
   */
  public String base() {
    if (configured != null) {
      return configured;
    }
    if (port == 0) {
      throw new IllegalStateException("the port is not known before the server listens");
    }
    return "http://localhost:" + port;
  }

  /** An absolute URL. The path starts with a slash. */
  public String resolve(String path) {
    return base() + path;
  }

  /**
   * Whether a request may name this host. Without a configured address only loopback may: a page on
   * another site could otherwise reach a server on this machine by a name of its own.
   */
  public boolean isAcceptedHost(String host) {
    return configured != null || LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    String namespace = event.getApplicationContext().getServerNamespace();
    if (namespace == null || namespace.isEmpty()) { // "management" has a port of its own
      port = event.getWebServer().getPort();
    }
  }

  private static String checked(String text) {
    String base = text.strip().replaceFirst("/+$", "");
    try {
      URI url = new URI(base);
      boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      boolean bare =
          url.getRawQuery() == null && url.getRawFragment() == null && url.getUserInfo() == null;
      if (web && bare && url.getHost() != null) {
        return base;
      }
    } catch (URISyntaxException e) {
      // Answered below, like any other text that is no address.
    }
    throw new UnusableSetting(
        "bcda.public-url is not an address that URLs can start with.",
        "Give it scheme and host, port and path if need be, nothing else, for example"
            + " https://bcda.example.org.");
  }
}
