package io.bcda.auth;

import io.bcda.refusal.Reason;
import io.bcda.refusal.Refusal;
import io.bcda.settings.RunMode;
import io.bcda.settings.UnusableSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Which URLs a client may publish its keys at. The server itself will open them, so they must not
 * lead into its own network. Here is what can be told from the text, when a URL is registered and
 * again before each fetch; {@link JwksUrlAddresses} looks at where the name leads.
 */
@Component
class JwksUrlRules {
  private static final int LONGEST = 1000;

  /** A name with a dot whose last label is no number: an address in any notation is none. */
  private static final Pattern NAME =
      Pattern.compile("(?i)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

  /** RFC 6761, RFC 6762, RFC 8375, and what clouds and ICANN keep for networks of their own. */
  private static final Pattern INSIDE =
      Pattern.compile("(?i).*\\.(localhost|local|internal|home\\.arpa|test|invalid|onion)");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private final AssertionSettings settings;
  private final RunMode mode;

  JwksUrlRules(AssertionSettings settings, RunMode mode) {
    this.settings = settings;
    this.mode = mode;
  }

  /**
   * Asked before the server starts.
   *
   * @param onLoopback the setting as it is written
   * @throws UnusableSetting if it is on outside the sandbox
   */
  static void check(boolean onLoopback, RunMode mode) {
    if (onLoopback && mode != RunMode.SANDBOX) {
      throw new UnusableSetting(
          "bcda.auth.jwks-on-loopback lets clients make the server call itself.",
          "It is for trials in the sandbox only: take it away, and give clients keys by value or at"
              + " an https URL.");
    }
  }

  /** Whether a JWKS may lie on this machine. */
  boolean mayBeOnLoopback() {
    return settings.jwksOnLoopback() && mode == RunMode.SANDBOX;
  }

  /**
   * The URL, if its text breaks no rule.
   *
   * @throws Refusal MALFORMED, with a sentence that does not repeat it
   */
  URI checked(String text) {
    URI url = parsed(text);
    String host = url.getHost();
    if (host == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw refused("A JWKS URL has a host, and neither user nor fragment");
    }
    if (LOOPBACK.contains(host) && mayBeOnLoopback()) {
      return url;
    }
    if (!"https".equalsIgnoreCase(url.getScheme())) {
      throw refused("A JWKS URL begins with https");
    }
    if (!NAME.matcher(host).matches() || INSIDE.matcher(host).matches()) {
      throw refused("A JWKS URL names a public host, not an address");
    }
    int port = url.getPort() < 0 ? 443 : url.getPort();
    if (!settings.jwksPorts().contains(port)) {
      throw refused("A JWKS URL has one of the ports " + settings.jwksPorts());
    }
    return url;
  }

  private static URI parsed(String text) {
    try {
      URI url = new URI(text);
      boolean web =
          "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
      if (text.length() <= LONGEST && web) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Answered below, like any other text that is no such URL.
    }
    throw refused("This is no https URL of at most " + LONGEST + " characters");
  }

  private static Refusal refused(String sentence) {
    return new Refusal(Reason.MALFORMED, sentence);
  }
}
