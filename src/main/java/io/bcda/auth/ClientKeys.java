package io.bcda.auth;

import java.util.List;
import java.util.Optional;

/**
 * By what the assertions of a client are checked: a URL where it publishes its keys, or keys that
 * we keep, or nothing.
 *
 * @param jwksUrl its JWKS URL, if it has one; then there are no keys
 * @param keys its keys here, by their id
 */
public record ClientKeys(Optional<String> jwksUrl, List<ClientKey> keys) {
  public ClientKeys {
    keys = List.copyOf(keys);
  }
}
