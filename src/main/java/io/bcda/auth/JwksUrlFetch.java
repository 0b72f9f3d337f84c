package io.bcda.auth;

import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * Gets a JWKS from where a client publishes it. The client chose the address and writes the answer,
 * so neither is trusted: no redirect, no cookie, no compression, no proxy, a connection for each
 * fetch to an address that was checked, 64 KiB, and little time. Thread-safe.
 */
class JwksUrlFetch implements AutoCloseable {
  private static final int MOST_BYTES = 64 * 1024;
  private static final Timeout CONNECT = Timeout.ofSeconds(3);
  private static final Timeout READ = Timeout.ofSeconds(5);
  private static final Duration LONGEST_KEPT = Duration.ofMinutes(5);
  private static final Pattern MAX_AGE = Pattern.compile("\\bmax-age\\s*=\\s*\"?(\\d{1,9})");
  private final CloseableHttpClient http;
  private final ExecutorService threads;
  private final Duration deadline;

  /**
   * @param deadline the time for all of a fetch; a server that sends a byte now and then never
   *     meets the other limits
   */
  JwksUrlFetch(JwksUrlAddresses addresses, Duration deadline) {
    this.http = client(addresses);
    this.threads = threads();
    this.deadline = deadline;
  }

  /**
   * @throws JwksUnavailable if there is no JWKS to be had; the reason is for the log
   */
  Fetched fetch(URI url) {
    HttpGet request = new HttpGet(url);
    request.setHeader("Accept", "application/json, application/jwk-set+json");
    try {
      Future<Fetched> answer = threads.submit(() -> http.execute(request, r -> read(request, r)));
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      // Only our own words: others' may hold what the site sent.
      throw e.getCause() instanceof JwksUnavailable unavailable
          ? unavailable
          : new JwksUnavailable(e.getCause().getClass().getSimpleName(), e);
    } catch (TimeoutException e) {
      throw new JwksUnavailable("not there within " + deadline, e);
    } catch (RejectedExecutionException e) {
      throw new JwksUnavailable("too many are fetched at once", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JwksUnavailable("interrupted", e);
    } finally {
      request.cancel(); // after its end, nothing; before, it closes the connection
    }
  }

  private static Fetched read(HttpGet request, ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (response.getCode() != 200 || entity == null) {
      request.cancel();
      throw new JwksUnavailable("status " + response.getCode());
    }
    try (InputStream in = entity.getContent()) {
      byte[] body = in.readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        request.cancel(); // or closing would read on to the end
        throw new JwksUnavailable("longer than 64 KiB");
      }
      String cache =
          Arrays.stream(response.getHeaders("Cache-Control"))
              .map(h -> String.valueOf(h.getValue()))
              .collect(Collectors.joining(","));
      String text = new String(body, StandardCharsets.UTF_8);
      return new Fetched(ClientKeySet.usable(text), keep(cache));
    } catch (ParseException e) {
      throw new JwksUnavailable("no JWKS", e);
    }
  }

  /** SMART App Launch 2.2: not longer than {@code Cache-Control} says; five minutes at most. */
  static Duration keep(String cacheControl) {
    String words = cacheControl.toLowerCase(Locale.ROOT);
    if (words.contains("no-store") || words.contains("no-cache")) {
      return Duration.ZERO;
    }
    Matcher age = MAX_AGE.matcher(words);
    Duration asked = age.find() ? Duration.ofSeconds(Long.parseLong(age.group(1))) : LONGEST_KEPT;
    return asked.compareTo(LONGEST_KEPT) < 0 ? asked : LONGEST_KEPT;
  }

  private static CloseableHttpClient client(JwksUrlAddresses addresses) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(addresses)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom().setConnectTimeout(CONNECT).setSocketTimeout(READ).build())
            .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(READ).build())
            .build();
    return HttpClientBuilder.create()
        .setConnectionManager(connections)
        .setConnectionReuseStrategy((request, response, context) -> false)
        .setDefaultRequestConfig(
            RequestConfig.custom().setResponseTimeout(READ).setRedirectsEnabled(false).build())
        .setUserAgent("bcda-server")
        .disableRedirectHandling()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableAutomaticRetries()
        .build();
  }

  private static ExecutorService threads() {
    var threads =
        new ThreadPoolExecutor(
            4,
            4,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(32),
            task -> {
              Thread thread = new Thread(task, "jwks-fetch");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    http.close();
  }

  /**
   * What came.
   *
   * @param keep for how long it may be used again; zero for not at all
   */
  record Fetched(List<JWK> keys, Duration keep) {
    Fetched {
      keys = List.copyOf(keys);
    }
  }
}
