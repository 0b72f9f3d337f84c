package io.bcda.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one external issuer: fetched when they are first needed, kept for five minutes, and
 * for up to an hour where they cannot be fetched again. Few requests wait for a fetch at a time, so
 * that an issuer who is slow holds nobody else up. Thread-safe.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
  private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration USABLE = Duration.ofHours(1);

  /** Anybody can send unknown keys; this is how often they, and failures, make us fetch. */
  private static final Duration TRY_EVERY = Duration.ofSeconds(10);

  private static final int MOST_WAITING = 8;
  private static final int LEAST_RSA_BITS = 2048; // RFC 7518 section 3.3
  private final TrustedIssuer issuer;
  private final IssuerDocuments documents;
  private final Clock clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private volatile @Nullable Fetched fetched;
  private volatile Instant tried = Instant.MIN;

  IssuerKeys(TrustedIssuer issuer, IssuerDocuments documents, Clock clock) {
    this.issuer = issuer;
    this.documents = documents;
    this.clock = clock;
  }

  /**
   * @throws KeysNotReached if there are none to look among
   */
  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    Fetched seen = fetched;
    Fetched now = seen != null && isYoung(seen, FRESH) ? seen : renewed(seen);
    List<JWK> found = selected(selector, now);
    if (!found.isEmpty()) {
      return found;
    }
    Fetched next = renewed(now);
    return next == now ? found : selected(selector, next);
  }

  private static List<JWK> selected(JWKSelector selector, Fetched from) {
    return selector.select(from.keys()).stream()
        .filter(k -> !(k instanceof RSAKey rsa) || rsa.size() >= LEAST_RSA_BITS)
        .toList();
  }

  /** Newer keys than those seen, if they can be had now; else those, while they may be used. */
  private Fetched renewed(@Nullable Fetched seen) {
    if (mayTry() && waiting.tryAcquire()) {
      try {
        fetching.lock();
        try {
          if (fetched == seen && mayTry()) {
            fetch();
          }
        } finally {
          fetching.unlock();
        }
      } finally {
        waiting.release();
      }
    }
    Fetched now = fetched;
    if (now == null || !isYoung(now, USABLE)) {
      throw new KeysNotReached();
    }
    return now;
  }

  private void fetch() {
    try {
      JWKSet keys = documents.keys(issuer);
      fetched = new Fetched(keys.toPublicJWKSet(), clock.instant());
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("issuer", issuer.alias())
          .addKeyValue("why", e.getMessage())
          .log("keys of an external issuer not fetched");
    } finally {
      tried = clock.instant();
    }
  }

  private boolean mayTry() {
    Instant now = clock.instant();
    return tried.isAfter(now) || !tried.isAfter(now.minus(TRY_EVERY));
  }

  private boolean isYoung(Fetched keys, Duration age) {
    return keys.at().plus(age).isAfter(clock.instant());
  }

  private record Fetched(JWKSet keys, Instant at) {}
}
