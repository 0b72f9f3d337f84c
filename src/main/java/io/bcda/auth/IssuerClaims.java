package io.bcda.auth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where an issuer's tokens tell ACO, client and scopes. */
final class IssuerClaims {
  /** With an alias of 20 and a colon, a client id has at most the 100 that the tables take. */
  private static final String CLIENT_FORM = "[\\x21-\\x7e]{1,79}";

  private static final int MOST_WORDS = 1000;
  private final String aco;
  private final List<String> client;
  private final List<String> scope;
  private final Map<String, String> meanings;

  IssuerClaims(IssuerSettings settings) {
    this.aco = settings.acoClaim();
    this.client = either(settings.clientClaim(), "azp", "client_id");
    this.scope = either(settings.scopeClaim(), "scope", "scp");
    this.meanings = Map.copyOf(settings.scopeMap());
  }

  /** The one ACO that a token speaks for; empty if it names none or several. */
  Optional<String> aco(Map<String, Object> token) {
    return Optional.ofNullable(at(token, aco)).flatMap(IssuerClaims::single);
  }

  /** The client; empty if the token names none, or one that could not be written down. */
  Optional<String> client(Map<String, Object> token) {
    return first(token, client)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(c -> c.matches(CLIENT_FORM));
  }

  /**
   * What the token opens here: words that have a meaning and scopes of SMART, of these what an
   * ACO's client may have. A token without scopes opens nothing.
   */
  Set<String> scopes(Map<String, Object> token) {
    Set<String> asked = new LinkedHashSet<>();
    for (String word : words(first(token, scope).orElse(""))) {
      asked.addAll(SystemScopes.split(meanings.getOrDefault(word, word)));
    }
    return asked.isEmpty() || asked.size() > MOST_WORDS
        ? Set.of()
        : SystemScopes.grant(asked, SystemScopes.DEFAULT);
  }

  private static Collection<String> words(Object claim) {
    if (claim instanceof Collection<?> list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
    return claim instanceof String text ? SystemScopes.split(text) : List.of();
  }

  private static Optional<String> single(Object claim) {
    if (claim instanceof Collection<?> list) {
      return list.size() == 1 ? single(list.iterator().next()) : Optional.empty();
    }
    return claim instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Object> first(Map<String, Object> token, List<String> paths) {
    return paths.stream()
        .map(path -> Optional.ofNullable(at(token, path)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** A claim of this very name, dots and all; else what the path leads to. Null if neither. */
  private static @Nullable Object at(Map<?, ?> token, String path) {
    if (token.get(path) != null) {
      return token.get(path);
    }
    int dot = path.indexOf('.');
    Object inner = dot < 0 ? null : token.get(path.substring(0, dot));
    return inner instanceof Map<?, ?> map ? at(map, path.substring(dot + 1)) : null;
  }

  private static List<String> either(@Nullable String configured, String... usual) {
    List<String> paths = new ArrayList<>();
    if (configured == null || configured.isBlank()) {
      paths.addAll(List.of(usual));
    } else {
      paths.add(configured);
    }
    return List.copyOf(paths);
  }
}
