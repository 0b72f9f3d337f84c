package io.bcda.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads what issuers publish. The operator names the addresses, so they may lead into a private
 * network; all the same nothing is followed elsewhere, waited for long, or read without end.
 */
final class IssuerDocuments {
  private static final int MOST_BYTES = 256 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final long ALL_SECONDS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(ProxySelector.getDefault())
          .build();

  /**
   * The keys of an issuer.
   *
   * @throws IOException if they cannot be had, or are not what they should be
   */
  JWKSet keys(TrustedIssuer issuer) throws IOException {
    URI address = issuer.jwksUri().isPresent() ? issuer.jwksUri().get() : discovered(issuer);
    try {
      return JWKSet.parse(get(address));
    } catch (ParseException e) {
      throw new IOException("no key set", e);
    }
  }

  private URI discovered(TrustedIssuer issuer) throws IOException {
    JsonNode configuration = json(get(issuer.configuration()));
    // OpenID Connect Discovery 1.0 section 4.3: else one issuer could speak for another.
    if (!issuer.issuer().equals(configuration.path("issuer").asText())) {
      throw new IOException("the OpenID configuration is another issuer's");
    }
    String address = configuration.path("jwks_uri").asText();
    if (!IssuerReader.isSafe(address)) {
      throw new IOException("the OpenID configuration tells no https address of keys");
    }
    return URI.create(address);
  }

  private static JsonNode json(String text) throws IOException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("no JSON", e);
    }
  }

  private String get(URI address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Accept", "application/json")
            .timeout(Duration.ofSeconds(ALL_SECONDS))
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, info -> new BoundedBody(MOST_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(ALL_SECONDS, TimeUnit.SECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return new String(response.body(), StandardCharsets.UTF_8);
    } catch (ExecutionException e) {
      throw new IOException("not reached", e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("too slow", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
