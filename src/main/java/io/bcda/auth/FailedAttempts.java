package io.bcda.auth;

import io.bcda.web.AddressLiteral;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes whoever keeps failing wait. Counted by client and address together: by client alone,
 * anybody could lock an ACO out. And by address alone, with a higher limit, for whoever tries one
 * client id after the other. In memory, so each node counts for itself. Thread-safe.
 */
@Component
class FailedAttempts {
  private static final int ORIGINS = 10_000;
  private static final int ADDRESSES = 2_500;
  private final FailureCount<Origin> origins;
  private final FailureCount<Origin> assertions;
  private final FailureCount<String> addresses;
  private final Clock clock;

  FailedAttempts(AuthSettings settings, Clock clock) {
    Duration window = settings.attemptsWindow();
    this.origins = new FailureCount<>(settings.attempts(), window, ORIGINS);
    this.assertions = new FailureCount<>(10 * settings.attempts(), window, ORIGINS);
    this.addresses = new FailureCount<>(settings.addressAttempts(), window, ADDRESSES);
    this.clock = clock;
  }

  /** How long it must wait; empty if it may try. */
  synchronized Optional<Duration> wait(Origin origin) {
    return wait(origins, origin);
  }

  /** The same for an assertion: nobody guesses one, but checking it is work. */
  synchronized Optional<Duration> waitForAssertion(Origin origin) {
    return wait(assertions, origin);
  }

  private Optional<Duration> wait(FailureCount<Origin> count, Origin origin) {
    Instant now = clock.instant();
    return addresses.wait(origin.address(), now).or(() -> count.wait(origin, now));
  }

  synchronized void failed(Origin origin) {
    Instant now = clock.instant();
    origins.failed(origin, now);
    addresses.failed(origin.address(), now);
  }

  /** Apart from failed secrets: those are fewer, and must not keep a client with keys out. */
  synchronized void assertionFailed(Origin origin) {
    Instant now = clock.instant();
    assertions.failed(origin, now);
    addresses.failed(origin.address(), now);
  }

  /** Forgets the client's failures, and not the address's: one good secret buys no guesses. */
  synchronized void succeeded(Origin origin) {
    origins.forget(origin);
  }

  synchronized void assertionSucceeded(Origin origin) {
    assertions.forget(origin);
  }

  /**
   * Who tries, from where.
   *
   * @param clientId as given, unless it is too long for one; those count as one
   * @param address of IPv6 only the first 64 bits, which one party commonly has for itself
   */
  record Origin(String clientId, String address) {
    private static final int LONGEST_ID = 100;

    Origin {
      clientId = clientId.length() > LONGEST_ID ? "" : clientId;
      address = AddressLiteral.ofRequest(address).map(Origin::party).orElse("");
    }

    private static String party(InetAddress address) {
      String text = address.getHostAddress();
      return address instanceof Inet6Address
          ? String.join(":", List.of(text.split(":")).subList(0, 4))
          : text;
    }
  }
}
