package io.bcda.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody else's authorization server, as far as we see it: keys, their address, tokens. */
final class TestIssuer implements AutoCloseable {
  static final String AUDIENCE = "bcda-api";
  private static final String CONFIGURATION = "/realm/.well-known/openid-configuration";
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  final AtomicInteger fetches = new AtomicInteger();
  volatile RSAKey key;
  volatile Behaviour behaviour = Behaviour.GOOD;

  enum Behaviour {
    GOOD,
    DOWN,
    MOVED,
    ENDLESS,
    GARBLED,
    /** Its configuration names another issuer. */
    LYING
  }

  TestIssuer(String kid) {
    key = newKey(kid, 2048);
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    http.setExecutor(threads);
    http.createContext("/", this::answer);
    http.start();
  }

  static RSAKey newKey(String kid, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  String name() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/realm";
  }

  String keysAddress() {
    return name() + "/keys";
  }

  String sign(JWTClaimsSet claims) {
    return sign(claims, JOSEObjectType.JWT);
  }

  String sign(JWTClaimsSet claims, JOSEObjectType type) {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID());
    try {
      return sign(claims, header.type(type).build(), new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String sign(JWTClaimsSet claims, JWSHeader header, JWSSigner signer) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().endsWith("/keys")) {
        fetches.incrementAndGet();
      }
      switch (behaviour) {
        case DOWN -> exchange.sendResponseHeaders(500, -1);
        case MOVED -> {
          exchange.getResponseHeaders().set("Location", name() + "/elsewhere");
          boolean there = exchange.getRequestURI().getPath().endsWith("/elsewhere");
          if (there) {
            body(exchange, keys());
          } else {
            exchange.sendResponseHeaders(302, -1);
          }
        }
        case ENDLESS -> body(exchange, keys() + " ".repeat(300_000));
        case GARBLED -> body(exchange, "{\"keys\": 1");
        case GOOD, LYING -> {
          boolean asked = exchange.getRequestURI().getPath().equals(CONFIGURATION);
          body(exchange, asked ? configuration() : keys());
        }
      }
    }
  }

  private String configuration() {
    String named = behaviour == Behaviour.LYING ? "https://else.example.org" : name();
    return "{\"issuer\":\"" + named + "\",\"jwks_uri\":\"" + keysAddress() + "\"}";
  }

  private String keys() {
    return new JWKSet(key).toString();
  }

  private static void body(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
