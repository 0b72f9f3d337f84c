package io.bcda.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.bcda.auth.ClientKey;
import io.bcda.auth.ClientKeyStore;
import io.bcda.auth.ClientKeys;
import io.bcda.auth.ClientStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** The public keys of clients that sign in by assertion. */
@OperatorResource
final class ClientKeyResource {
  private static final String KEYS = "/clients/" + ClientResource.ID + "/keys";
  private final ClientStore clients;
  private final ClientKeyStore keys;

  ClientKeyResource(ClientStore clients, ClientKeyStore keys) {
    this.clients = clients;
    this.keys = keys;
  }

  /**
   * A client's keys, by value or by where they are: one of the two.
   *
   * @param jwks RFC 7517 section 5
   */
  record NewKeys(@Nullable JsonNode jwks, @Nullable String jwksUrl) {}

  /** A key that is kept here. */
  record KeyView(String kid, String kty, int bits, Instant addedAt) {}

  /** What a client has: a URL, or keys, or nothing. */
  record KeysView(Optional<String> jwksUrl, List<KeyView> keys) {}

  @GetMapping(path = KEYS, produces = "application/json")
  KeysView get(@PathVariable String client) {
    if (clients.find(client).isEmpty()) {
      throw ApiFault.notFound("client");
    }
    return view(keys.find(client));
  }

  @PutMapping(path = KEYS, consumes = "application/json", produces = "application/json")
  KeysView replace(@PathVariable String client, @RequestBody NewKeys asked) {
    ClientResource.active(clients, client);
    JsonNode jwks = asked.jwks();
    String url = asked.jwksUrl();
    if (jwks != null && url == null) {
      return view(keys.replace(client, jwks.toString()));
    }
    if (jwks == null && url != null) {
      return view(keys.setUrl(client, url));
    }
    throw new ApiFault(400, "Keys have one of the members jwks and jwksUrl");
  }

  @DeleteMapping(path = KEYS, produces = "application/json")
  KeysView clear(@PathVariable String client) {
    ClientResource.active(clients, client);
    return view(keys.clear(client));
  }

  private static KeysView view(ClientKeys kept) {
    return new KeysView(kept.jwksUrl(), kept.keys().stream().map(ClientKeyResource::view).toList());
  }

  private static KeyView view(ClientKey key) {
    return new KeyView(key.kid(), key.kty(), key.bits(), key.addedAt());
  }
}
