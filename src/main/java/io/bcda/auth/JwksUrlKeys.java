package io.bcda.auth;

import com.nimbusds.jose.jwk.JWK;
import io.bcda.refusal.Refusal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The keys that clients publish, kept no longer than they say. A key id that is not among them has
 * them fetched again, but seldom: anybody may send one. Each node keeps its own. Thread-safe.
 */
@Component
class JwksUrlKeys {
  private static final Logger log = LoggerFactory.getLogger(JwksUrlKeys.class);
  private static final int KEPT = 1000;
  private static final int PER_MINUTE = 20;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final long PATIENCE_SECONDS = 10;
  private final Map<String, Site> sites = new LinkedHashMap<>(16, 0.75f, true);
  private final JwksUrlRules rules;
  private final JwksUrlFetch fetch;
  private final Clock clock;

  JwksUrlKeys(JwksUrlRules rules, JwksUrlFetch fetch, Clock clock) {
    this.rules = rules;
    this.fetch = fetch;
    this.clock = clock;
  }

  /**
   * The keys at a URL.
   *
   * @param kid the one that is wanted; it may be missing all the same
   * @throws JwksUnavailable if they are not known now
   */
  List<JWK> at(String url, String kid) {
    Site site = site(url);
    try {
      if (!site.turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new JwksUnavailable("others wait for it already");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JwksUnavailable("interrupted", e);
    }
    try {
      return keys(site, url, kid);
    } finally {
      site.turn.unlock();
    }
  }

  private List<JWK> keys(Site site, String url, String kid) {
    Instant now = clock.instant();
    boolean fresh = now.isBefore(site.goodUntil);
    boolean known = site.keys.stream().anyMatch(k -> kid.equals(k.getKeyID()));
    if (fresh && (known || now.isBefore(site.lookAgain))) {
      return site.keys;
    }
    if (!site.mayFetch(now)) {
      if (fresh) {
        return site.keys;
      }
      throw new JwksUnavailable("it failed a moment ago, or was asked too often");
    }
    try {
      JwksUrlFetch.Fetched fetched = fetch.fetch(checked(url));
      site.keys = fetched.keys();
      site.goodUntil = now.plus(fetched.keep());
      site.lookAgain = now.plus(BETWEEN_LOOKS);
      return site.keys;
    } catch (JwksUnavailable e) {
      log.atWarn()
          .addKeyValue("host", URI.create(url).getHost())
          .addKeyValue("why", e.getMessage())
          .log("keys of a client not fetched");
      site.lookAgain = now.plus(AFTER_FAILURE);
      if (fresh) {
        return site.keys;
      }
      site.keys = List.of();
      throw e;
    }
  }

  /** Once more: the rules may have changed since it was registered. */
  private URI checked(String url) {
    try {
      return rules.checked(url);
    } catch (Refusal e) {
      throw new JwksUnavailable(e.detail(), e);
    }
  }

  private Site site(String url) {
    synchronized (sites) {
      Site site = sites.computeIfAbsent(url, u -> new Site());
      if (sites.size() > KEPT) { // the one not asked for longest
        sites.remove(sites.keySet().iterator().next());
      }
      return site;
    }
  }

  /** What is known of a URL; read and written by whoever holds its turn. */
  private static final class Site {
    private final ReentrantLock turn = new ReentrantLock();
    private final Deque<Instant> fetches = new ArrayDeque<>();
    private List<JWK> keys = List.of();
    private Instant goodUntil = Instant.MIN;
    private Instant lookAgain = Instant.MIN;

    /** A site that failed has a rest, and one that lets nothing be kept is not asked for ever. */
    boolean mayFetch(Instant now) {
      while (!fetches.isEmpty() && !fetches.peekFirst().plus(MINUTE).isAfter(now)) {
        fetches.removeFirst();
      }
      boolean resting = keys.isEmpty() && now.isBefore(lookAgain);
      if (resting || fetches.size() >= PER_MINUTE) {
        return false;
      }
      fetches.addLast(now);
      return true;
    }
  }
}
